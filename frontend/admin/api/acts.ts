/**
 * Tells acts of a person from work that the page does by itself. The server keeps a session alive for acts only, so
 * that a computer left alone signs out.
 */

/** A request within this time after an act is its consequence: searches wait for the end of typing, jobs are followed. */
const consequenceMs = 10_000;
const acts = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/** Opening the page is an act. */
let lastActAt = performance.now();

export function isByPerson(): boolean {
  return performance.now() - lastActAt < consequenceMs;
}

/** Calls `onAct` at each act, until the page closes. */
export function watchActs(onAct: () => void): void {
  const note = () => {
    lastActAt = performance.now();
    onAct();
  };
  for (const act of acts) window.addEventListener(act, note, { capture: true, passive: true });
}
