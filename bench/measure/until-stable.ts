import { relativeSpread } from './statistics.ts';

export type StopRule = {
  /** Fewer rounds are possible only when the time is up. */
  minRounds: number;
  maxRounds: number;
  /** The last `minRounds` rounds agree when their relative spread is at most this. */
  maxSpread: number;
  /** No round starts after this time. */
  maxMs: number;
};

/** Repeats a measurement until its rounds agree or the rule ends it. Returns every round. */
export async function untilStable<Round>(
  stopRule: StopRule,
  measure: (round: number) => Promise<Round>,
  toNumber: (round: Round) => number,
  now: () => number = () => performance.now(),
): Promise<Round[]> {
  const startedAt = now();
  const rounds: Round[] = [];
  while (rounds.length < stopRule.maxRounds) {
    rounds.push(await measure(rounds.length));
    if (now() - startedAt >= stopRule.maxMs) break;
    if (rounds.length < stopRule.minRounds) continue;
    if (relativeSpread(rounds.slice(-stopRule.minRounds).map(toNumber)) <= stopRule.maxSpread) break;
  }
  return rounds;
}
