import { relativeSpread } from './statistics.ts';

export type Patience = {
  /** Rounds at least, as far as the time allows, and at most. */
  least: number;
  most: number;
  /** Stable: the last `least` rounds differ by no more than this share of their median. */
  within: number;
  /** No round begins after so many milliseconds. */
  milliseconds: number;
};

/** Repeats a measurement until its rounds agree, or until the patience is used up. Gives back every round. */
export async function untilStable<Round>(
  patience: Patience,
  measure: (round: number) => Promise<Round>,
  told: (round: Round) => number,
  now: () => number = () => performance.now(),
): Promise<Round[]> {
  const begun = now();
  const rounds: Round[] = [];
  while (rounds.length < patience.most) {
    rounds.push(await measure(rounds.length));
    if (now() - begun >= patience.milliseconds) break;
    if (rounds.length < patience.least) continue;
    if (relativeSpread(rounds.slice(-patience.least).map(told)) <= patience.within) break;
  }
  return rounds;
}
