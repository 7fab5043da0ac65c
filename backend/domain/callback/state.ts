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

/** State of the notice to the business; `sent`: a carrier, mail server or webhook accepted it. */
export type Notice = 'none' | 'sending' | 'sent' | 'failed';

/** The latest code sent to the visitor. The digits are derived when needed and never stored. */
export type CodeSend = {
  /** 0: no code was sent, because signing in proved the phone. */
  sendNumber: number;
  sentAt: number;
  guesses: number;
  delivery: 'sending' | 'sent' | 'failed';
};

/** Times are milliseconds since the epoch, numbers E.164. */
export type Callback = {
  callbackId: string;
  siteId: string;
  /** Short and easy to say; part of every notice. Unlike `callbackId`, it gives no access. */
  reference: string;
  visitor: { name: string; phone: string; email: string | undefined };
  subject: string | undefined;
  page: string | undefined;
  status: CallbackStatus;
  outcome: Outcome | undefined;
  notice: Notice;
  code: CodeSend;
  /** Number of attempts begun; the latest is the current one. */
  attempts: number;
  version: number;
  createdAt: number;
  updatedAt: number;
  verifiedAt: number | undefined;
  endedAt: number | undefined;
};

const ends: readonly CallbackStatus[] = ['completed', 'failed', 'cancelled'];

export function hasEnded(status: CallbackStatus): boolean {
  return ends.includes(status);
}
