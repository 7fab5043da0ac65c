import type { Patience } from './until-stable.ts';

/** How long is measured. Times in milliseconds. */
export type Pace = {
  sqlite: { patience: Patience; duration: number };
  intake: { patience: Patience; warmUp: number; duration: number };
  live: Patience;
};

/** About two minutes, and less than three on a machine that does not come to rest. */
export const thorough: Pace = {
  sqlite: { patience: { least: 3, most: 5, within: 0.1, milliseconds: 5_000 }, duration: 800 },
  intake: {
    patience: { least: 3, most: 6, within: 0.1, milliseconds: 40_000 },
    warmUp: 1_000,
    duration: 3_500,
  },
  live: { least: 3, most: 5, within: 0.15, milliseconds: 40_000 },
};

/** One round of each. */
export const quick: Pace = {
  sqlite: { patience: { least: 1, most: 1, within: 1, milliseconds: 0 }, duration: 500 },
  intake: { patience: { least: 1, most: 1, within: 1, milliseconds: 0 }, warmUp: 1_000, duration: 2_000 },
  live: { least: 1, most: 1, within: 1, milliseconds: 0 },
};
