/** The five levels of the test runner, from the quickest to the slowest. */
export const levels = [
  { level: 1, holds: 'types, style, layers, code that nothing uses' },
  { level: 2, holds: 'each part alone: the tests beside the code' },
  { level: 3, holds: 'parts together in one process: contracts, scenarios, attacks, documents' },
  {
    level: 4,
    holds: 'programs: servers that are killed, backups, updates, containers, long simulations, speed',
  },
  { level: 5, holds: 'the pages in a browser' },
] as const;

export type Level = (typeof levels)[number]['level'];

const everyLevel = levels.map(({ level }) => level);
const quickLevels: Level[] = [1, 2, 3];

/** Tests in these folders start programs, run for long or load the whole machine. */
const programTests = [
  'test/scenarios/process/',
  'test/scenarios/simulation/',
  'test/scenarios/operate/',
  'test/scenarios/operations/',
  'test/deploy/',
  'test/lint/',
  'bench/',
];

/** Returns the level of a test file. Level 1 has no files. */
export function levelOf(file: string): Level {
  if (file.startsWith('test/browser/')) return 5;
  if (programTests.some((folder) => file.startsWith(folder))) return 4;
  return file.startsWith('test/') ? 3 : 2;
}

/** Returns the levels that the options name; every one by default. An unknown level is returned as such. */
export function chooseLevels({
  quick,
  named,
}: {
  quick: boolean;
  named: readonly string[];
}): { ok: true; levels: Level[] } | { ok: false; unknown: string } {
  const asked = named.flatMap((words) => words.split(','));
  const unknown = asked.find((word) => !everyLevel.some((level) => String(level) === word));
  if (unknown !== undefined) return { ok: false, unknown };
  const allowed = quick ? quickLevels : everyLevel;
  return { ok: true, levels: allowed.filter((level) => asked.length === 0 || asked.includes(String(level))) };
}
