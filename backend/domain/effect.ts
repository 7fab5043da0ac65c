/** The ways to tell the business, in the order in which they are tried. */
const noticeChannels = ['sms', 'email', 'webhook'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/**
 * Everything the platform does to the world or waits for, as data. Each becomes a row with a due time; a file of
 * the same name in `effects/` carries it out.
 */
export type Effect =
  | { kind: 'send-code'; sendNumber: number }
  | { kind: 'place-call' }
  | { kind: 'check-attempt'; attempt: number }
  | { kind: 'end-call'; attempt: number; sid: string | undefined }
  | { kind: 'notify-business'; channel: NoticeChannel; attempt: number }
  | { kind: 'expire-request' }
  | { kind: 'give-up-waiting' }
  | { kind: 'last-resort' };
export type EffectKind = Effect['kind'];

export type ArmedEffect = { effect: Effect; dueAt: number };

/** One row per key and request: arming it again moves its due time, it never stands twice. */
export function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'send-code':
      return `send-code/${effect.sendNumber}`;
    case 'check-attempt':
      return `check-attempt/${effect.attempt}`;
    case 'end-call':
      return `end-call/${effect.attempt}/${effect.sid ?? 'own'}`;
    case 'notify-business':
      return `notify-business/${effect.attempt}/${effect.channel}`;
    case 'place-call':
    case 'expire-request':
    case 'give-up-waiting':
    case 'last-resort':
      return effect.kind;
  }
}
