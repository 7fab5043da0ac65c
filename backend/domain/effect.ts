/** The channels of a notice to the business. */
export const noticeChannels = [
  'sms',
  'email',
  'webhook',
  'slack',
  'teams',
  'discord',
  'telegram',
  'ntfy',
] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** What the owner is warned of by SMS: a part of a cap is used (percent), at 100 all of it. */
export type CapWarning = {
  cap: 'textsPerHour' | 'callsPerDay' | 'minutesPerDay' | 'moneyPerDay';
  percent: 80 | 100;
};

/**
 * Everything that the platform does or waits for, as data. Each effect becomes a row with a due time, and a handler in
 * `effects/` carries it out.
 */
export type Effect =
  | { kind: 'send-code'; sendNumber: number }
  | { kind: 'call-code'; sendNumber: number }
  | { kind: 'place-call' }
  | { kind: 'check-attempt'; attempt: number }
  | { kind: 'end-call'; attempt: number; sid: string | undefined }
  | { kind: 'notify-business'; channel: NoticeChannel; attempt: number }
  | { kind: 'check-notice'; channel: NoticeChannel; attempt: number }
  | ({ kind: 'warn-owner'; siteId: string; since: number } & CapWarning)
  | { kind: 'nudge'; step: 1 | 2; attempt: number }
  | { kind: 'send-nudge'; step: 1 | 2; attempt: number }
  | { kind: 'text-visitor'; attempt: number }
  | { kind: 'expire-request' }
  | { kind: 'give-up-waiting' }
  | { kind: 'last-resort' };
export type EffectKind = Effect['kind'];

export type ArmedEffect = { effect: Effect; dueAt: number };

/** Stands for the callback of an effect that belongs to a site. */
export function siteEffectOwner(siteId: string): string {
  return `site/${siteId}`;
}

/** Names an effect within its callback: arming the same key again moves the due time of its row. */
export function effectKey(effect: Effect): string {
  switch (effect.kind) {
    case 'send-code':
    case 'call-code':
      return `${effect.kind}/${effect.sendNumber}`;
    case 'check-attempt':
      return `check-attempt/${effect.attempt}`;
    case 'end-call':
      return `end-call/${effect.attempt}/${effect.sid ?? 'own'}`;
    case 'notify-business':
      return `notify-business/${effect.attempt}/${effect.channel}`;
    case 'check-notice':
      return `check-notice/${effect.attempt}/${effect.channel}`;
    case 'nudge':
    case 'send-nudge':
      return `${effect.kind}/${effect.attempt}/${effect.step}`;
    case 'warn-owner':
      return `warn-owner/${effect.cap}/${effect.percent}/${effect.since}`;
    case 'text-visitor':
      return `text-visitor/${effect.attempt}`;
    case 'place-call':
    case 'expire-request':
    case 'give-up-waiting':
    case 'last-resort':
      return effect.kind;
  }
}
