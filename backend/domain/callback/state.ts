import type { Language } from '../../../languages/languages.ts';
import type { NoticeChannel } from '../effect.ts';
import type { Outcome } from '../outcome.ts';

/** Status of a callback for the visitor and the operator. The API calls it `request_status`. */
export const callbackStatuses = [
  'pending',
  'verified',
  'calling',
  'connected',
  'completed',
  'failed',
  'cancelled',
] as const;
export type CallbackStatus = (typeof callbackStatuses)[number];

/** State of the notice to the business over all channels. `delayed`: not told yet, and tried on for a day. */
export type Notice = 'none' | 'sending' | 'delayed' | 'sent' | 'failed';

export type ChannelState =
  /** Armed, and not accepted yet. */
  | 'sending'
  /** Not told in time, or refused in a way that the operator can fix. It is tried on beside the next channel. */
  | 'delayed'
  /** The carrier accepted the SMS; its delivery report is awaited. */
  | 'accepted'
  /** The network accepted the SMS. It counts as told until a report says otherwise. */
  | 'handed-over'
  /** Delivered. For email and webhook: accepted by their server, which reports no more. */
  | 'delivered'
  | 'failed';

/** The notice about the latest end on one channel. */
export type ChannelNotice = { channel: NoticeChannel; state: ChannelState };

/** How a code reaches the visitor. */
export type CodeWay = 'text' | 'call';

/** The latest code sent to the visitor. The digits are derived when needed and never stored. */
export type CodeSend = {
  /** 0: no code was sent, because signing in proved the phone. */
  sendNumber: number;
  sentAt: number;
  guesses: number;
  /** `blocked`: our texts cannot go out, and the number is not at fault. Such a sending counts in no limit. */
  delivery: 'sending' | 'sent' | 'failed' | 'blocked';
  /** The requester is told of a code that is not sent. No digits prove the phone then. */
  withheld: boolean;
  /** A text message when absent. */
  by?: 'call';
};

/** Times are milliseconds since the epoch, numbers E.164. */
export type Callback = {
  callbackId: string;
  siteId: string;
  /** Short and easy to say; part of every notice. Unlike `callbackId`, it gives no access. */
  reference: string;
  visitor: { name: string; phone: string; email: string | undefined };
  /** What the visitor reads and hears; the business's when it is absent. */
  language?: Language;
  subject: string | undefined;
  page: string | undefined;
  status: CallbackStatus;
  outcome: Outcome | undefined;
  /** Follows from `notices`. */
  notice: Notice;
  /** The channels used for the latest end, in order. */
  notices: readonly ChannelNotice[];
  code: CodeSend;
  /** Number of attempts begun; the latest is the current one. */
  attempts: number;
  version: number;
  createdAt: number;
  updatedAt: number;
  verifiedAt: number | undefined;
  endedAt: number | undefined;
  /** Set when an operator has dealt with the failed callback in another way, such as by calling back by hand. */
  done: { at: number; by: string } | undefined;
};

const ends: readonly CallbackStatus[] = ['completed', 'failed', 'cancelled'];

/** Ends after a proven phone that are no lead: opted out, blocked, or another callback of the visitor goes on. */
export const noLeads = ['opted-out', 'number-blocked', 'joined-live-request'] as const;

/** Whether a visitor who proved the phone was not reached, and no operator has dealt with it since. */
export function needsOperator({ status, outcome, verifiedAt, done }: Callback): boolean {
  const isLead = !noLeads.some((end) => end === outcome);
  return status === 'failed' && verifiedAt !== undefined && done === undefined && isLead;
}

export function hasEnded(status: CallbackStatus): boolean {
  return ends.includes(status);
}
