import type { SlidingLimit } from './sliding-window.ts';

const minute = 60_000;

/** How many requests one client may create; all three hold at once. */
export const clientLimits: readonly SlidingLimit[] = [
  { window: minute, max: 5 },
  { window: 60 * minute, max: 50 },
  { window: 1_440 * minute, max: 200 },
];

/** The same for one person who has signed in: many may share a client, nobody shares an identity. */
export const identityLimits: readonly SlidingLimit[] = [
  { window: minute, max: 3 },
  { window: 60 * minute, max: 10 },
  { window: 1_440 * minute, max: 20 },
];
