import type { NoticeChannel } from '../effect.ts';

/** The settings of a site that decide how a callback proceeds. */
export type CallbackRules = {
  /** Time to prove the phone, from the latest code. */
  maxUnverifiedMs: number;
  /** `MAX_WAIT`: time that a verified callback waits for a free line. */
  maxWaitMs: number;
  /** Time after the proof, or after a retry, by which the callback has ended in any case. */
  lastResortMs: number;
  /** How the business is notified, in order; never empty. */
  noticeChannels: readonly NoticeChannel[];
  /** How many of the first channels start at once. The others start in order, each when the ones before it fail. */
  noticesAtOnce: number;
  /** When a missed callback is told again, and to whom after that; undefined turns reminders off. */
  nudge?: Nudge | undefined;
  /** Whether a visitor who was missed gets a text message; undefined is no. */
  textsMissedVisitor?: boolean | undefined;
};

/** `second`: a channel, or a person's phone (E.164). */
export type Nudge = {
  afterMs: number;
  second: { channel: NoticeChannel; to: string | undefined } | undefined;
};

/** Returns the rules for a notice that no SMS can bring. */
export function withoutSms(rules: CallbackRules): CallbackRules {
  const isOther = (channel: NoticeChannel) => channel !== 'sms';
  return {
    ...rules,
    noticeChannels: rules.noticeChannels.filter(isOther),
    noticesAtOnce: rules.noticeChannels.slice(0, rules.noticesAtOnce).filter(isOther).length,
  };
}
