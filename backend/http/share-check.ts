import type { Clock } from '../ports/clock.ts';

/** For so long an answer is as good as a new one, milliseconds. */
const freshness = 1_000;

/** Looks at most once a second, however many ask: looking costs a durable write, and anybody may ask. */
export function shareCheck(check: () => Promise<void>, clock: Clock): () => Promise<void> {
  let last: { at: number; outcome: Promise<void> } | undefined;
  return () => {
    const at = clock.monotonic();
    if (last === undefined || at - last.at >= freshness) last = { at, outcome: check() };
    return last.outcome;
  };
}
