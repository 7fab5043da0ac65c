import type { StopRule } from './measure/until-stable.ts';

/** How long each part is measured. */
export type Durations = {
  sqlite: { stopRule: StopRule; durationMs: number };
  intake: { stopRule: StopRule; warmUpMs: number; durationMs: number };
  live: StopRule;
};

/** Takes about two minutes, and less than three on a machine with changing load. */
export const thorough: Durations = {
  sqlite: { stopRule: { minRounds: 3, maxRounds: 5, maxSpread: 0.1, maxMs: 5_000 }, durationMs: 800 },
  intake: {
    stopRule: { minRounds: 3, maxRounds: 6, maxSpread: 0.1, maxMs: 40_000 },
    warmUpMs: 1_000,
    durationMs: 3_500,
  },
  live: { minRounds: 3, maxRounds: 5, maxSpread: 0.15, maxMs: 40_000 },
};

/** One round of each part. */
export const quick: Durations = {
  sqlite: { stopRule: { minRounds: 1, maxRounds: 1, maxSpread: 1, maxMs: 0 }, durationMs: 250 },
  intake: {
    stopRule: { minRounds: 1, maxRounds: 1, maxSpread: 1, maxMs: 0 },
    warmUpMs: 500,
    durationMs: 1_000,
  },
  live: { minRounds: 1, maxRounds: 1, maxSpread: 1, maxMs: 0 },
};
