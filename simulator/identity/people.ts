/** Somebody who can be signed in as, or something that can go wrong instead. */
export type Choice =
  | { id: string; label: string; claims: { name: string; email?: string } }
  | { id: string; label: string; error: 'access_denied' | 'temporarily_unavailable' };

/** All of them are made up. */
export const choices: readonly Choice[] = [
  { id: 'ada', label: 'Ada Example', claims: { name: 'Ada Example', email: 'ada@example.com' } },
  { id: 'zoe', label: 'Zoë Núñez', claims: { name: 'Zoë Núñez', email: 'zoe@example.com' } },
  { id: 'sam', label: 'Sam Sample, who shares no email', claims: { name: 'Sam Sample' } },
  { id: 'decline', label: 'Somebody who declines', error: 'access_denied' },
  { id: 'down', label: 'Nobody: the provider is down', error: 'temporarily_unavailable' },
];
