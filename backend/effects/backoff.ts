import type { EffectKind } from '../domain/effect.ts';

/** How often a failing effect is tried before it is given up; about how long that takes stands behind it. */
export const mostTries: Record<EffectKind, number> = {
  'send-code': 5, // 15 s: the visitor is waiting
  'place-call': 8, // 2 min
  'check-attempt': 12, // 8 min
  'end-call': 14, // 12 min: money runs while it fails
  'notify-business': 16, // 15 min, then the next channel
  'expire-request': 20,
  'give-up-waiting': 20,
  'last-resort': 20,
};

/** Milliseconds to the next try: doubling from half a second to a minute, between half and all of it. */
export function backoff(tries: number, jitter: number): number {
  const full = Math.min(60_000, 500 * 2 ** tries);
  return full * (0.5 + jitter / 2);
}
