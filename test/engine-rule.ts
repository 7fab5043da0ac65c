/**
 * One rule of the engine and the tests that hold it. A title is the test's own, word for word, with … for what is filled
 * in.
 */
export type EngineRule = { rule: string; heldBy: { file: string; titles: string[] }[] };

export function by(file: string, ...titles: string[]): EngineRule['heldBy'][number] {
  return { file, titles };
}
