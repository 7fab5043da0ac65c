import type { StopRule } from './measure/until-stable.ts';

/** How long is measured. Times in milliseconds. */
export type Durations = {
  sqlite: { patience: StopRule; duration: number };
  intake: { patience: StopRule; warmUp: number; duration: number };
  live: StopRule;
};

/** About two minutes, and less than three on a machine that does not come to rest. */
export const thorough: Durations = {
  sqlite: { patience: { minRounds: 3, maxRounds: 5, maxSpread: 0.1, maxMs: 5_000 }, duration: 800 },
  intake: {
    patience: { minRounds: 3, maxRounds: 6, maxSpread: 0.1, maxMs: 40_000 },
    warmUp: 1_000,
    duration: 3_500,
  },
  live: { minRounds: 3, maxRounds: 5, maxSpread: 0.15, maxMs: 40_000 },
};

/** One round of each. */
export const quick: Durations = {
  sqlite: { patience: { minRounds: 1, maxRounds: 1, maxSpread: 1, maxMs: 0 }, duration: 500 },
  intake: {
    patience: { minRounds: 1, maxRounds: 1, maxSpread: 1, maxMs: 0 },
    warmUp: 1_000,
    duration: 2_000,
  },
  live: { minRounds: 1, maxRounds: 1, maxSpread: 1, maxMs: 0 },
};
