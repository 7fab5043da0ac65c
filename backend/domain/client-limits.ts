import type { SlidingLimit } from './sliding-window.ts';

/** How many requests one client may create; all three hold at once. */
export const clientLimits: readonly SlidingLimit[] = [
  { window: 60_000, max: 5 },
  { window: 3_600_000, max: 50 },
  { window: 86_400_000, max: 200 },
];
