import { relativeSpread } from './statistics.ts';

export type StopRule = {
  /** Rounds at least, as far as the time allows, and at most. */
  minRounds: number;
  maxRounds: number;
  /** Stable: the last `least` rounds differ by no more than this share of their median. */
  maxSpread: number;
  /** No round begins after so many milliseconds. */
  maxMs: number;
};

/** Repeats a measurement until its rounds agree, or until the patience is used up. Gives back every round. */
export async function untilStable<Round>(
  patience: StopRule,
  measure: (round: number) => Promise<Round>,
  told: (round: Round) => number,
  now: () => number = () => performance.now(),
): Promise<Round[]> {
  const begun = now();
  const rounds: Round[] = [];
  while (rounds.length < patience.maxRounds) {
    rounds.push(await measure(rounds.length));
    if (now() - begun >= patience.maxMs) break;
    if (rounds.length < patience.minRounds) continue;
    if (relativeSpread(rounds.slice(-patience.minRounds).map(told)) <= patience.maxSpread) break;
  }
  return rounds;
}
