export type Spread = { low: number; high: number };

/** The value that `share` (0 to 1) of the samples do not exceed: the nearest rank, so always one of them. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const found = sorted[rank - 1];
  if (found === undefined) throw new RangeError('No samples, no percentile.');
  return found;
}

/** The middle value, or halfway between the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('No values, no median.');
  return (lower + upper) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { low: Math.min(...values), high: Math.max(...values) };
}

/** How far the values lie apart, as a share of their median. */
export function relativeSpread(values: readonly number[]): number {
  const { low, high } = spreadOf(values);
  return (high - low) / median(values);
}
