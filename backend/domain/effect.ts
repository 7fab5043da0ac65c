/** The channels of a notice to the business, in the order in which they are tried. */
const noticeChannels = ['sms', 'email', 'webhook'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/**
 * Everything that the platform does or waits for, as data. Each effect becomes a row with a due time, and a handler in
 * `effects/` carries it out.
 */
export type Effect =
  | { kind: 'send-code'; sendNumber: number }
  | { kind: 'place-call' }
  | { kind: 'check-attempt'; attempt: number }
  | { kind: 'end-call'; attempt: number; sid: string | undefined }
  | { kind: 'notify-business'; channel: NoticeChannel; attempt: number }
  | { kind: 'check-notice'; channel: NoticeChannel; attempt: number }
  | { kind: 'expire-request' }
  | { kind: 'give-up-waiting' }
  | { kind: 'last-resort' };
export type EffectKind = Effect['kind'];

export type ArmedEffect = { effect: Effect; dueAt: number };

/** Names an effect within its callback: arming the same key again moves the due time of its row. */
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
    case 'check-notice':
      return `check-notice/${effect.attempt}/${effect.channel}`;
    case 'place-call':
    case 'expire-request':
    case 'give-up-waiting':
    case 'last-resort':
      return effect.kind;
  }
}
