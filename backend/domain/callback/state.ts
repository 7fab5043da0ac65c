import type { Outcome } from '../outcome.ts';
/** What the visitor and the operator see of one request. The brief's seven values of `request_status`. */
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

/** How far telling the business has come; `sent` means that a carrier or mail server accepted the text. */
export type Notice = 'none' | 'sending' | 'sent' | 'failed';

/** The latest code texted to the visitor. The digits are derived when needed, never kept. */
export type CodeSend = {
  /** 0: none was sent, because the phone was proven by signing in. */
  sendNumber: number;
  sentAt: number;
  guesses: number;
  delivery: 'sending' | 'sent' | 'failed';
};

/** Times are milliseconds since the epoch, numbers E.164. */
export type Callback = {
  callbackId: string;
  siteId: string;
  /** Short and speakable, printed in every text; unlike `callbackId` it opens nothing. */
  reference: string;
  visitor: { name: string; phone: string; email: string | undefined };
  subject: string | undefined;
  page: string | undefined;
  status: CallbackStatus;
  outcome: Outcome | undefined;
  notice: Notice;
  code: CodeSend;
  /** How many attempts were begun; the latest is the current one. */
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
