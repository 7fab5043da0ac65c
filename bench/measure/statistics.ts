export type Spread = { low: number; high: number };

/** Returns the sample at the nearest rank for `share` (0 to 1). Throws `RangeError` without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const found = sorted[rank - 1];
  if (found === undefined) throw new RangeError('A percentile needs at least one sample.');
  return found;
}

/** Returns the middle value, or the mean of the two middle values. Throws `RangeError` without values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('A median needs at least one value.');
  return (lower + upper) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { low: Math.min(...values), high: Math.max(...values) };
}

/** Returns the distance of the lowest and the highest value, as a share of the median. */
export function relativeSpread(values: readonly number[]): number {
  const { low, high } = spreadOf(values);
  return (high - low) / median(values);
}
