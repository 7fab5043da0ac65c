import type { CallbackStatus, CodeSend, Notice } from '../callback/state.ts';
import type { Outcome } from '../outcome.ts';

/** The outcomes after which the business is told. */
export type MissedOutcome = Exclude<
  Outcome,
  | 'talked'
  | 'opted-out'
  | 'code-not-sent'
  | 'not-verified'
  | 'joined-live-request'
  | 'cancelled-by-visitor'
  | 'cancelled-by-operator'
>;

/** One language's text messages. Everything here should stay within GSM-7 where the language allows it. */
export type MessageWords = {
  code(business: string, code: string): string;
  /** The same in as few characters as possible. */
  shortCode(business: string, code: string): string;
  /** Into the chat that a sign-in's code was sent from. */
  whatsappReply(digits: string, host: string): string;
  /** What is ready to be sent to us on WhatsApp. */
  whatsappMessage(business: string, code: string): string;
  /** To the business, when a spending cap is reached. */
  budgetReached(business: string): string;
  missedTitle(reference: string): string;
  closedTitle(reference: string): string;
  labels: Record<'name' | 'phone' | 'email' | 'about' | 'page' | 'asked', string>;
  /** Monday first. */
  weekdays: readonly string[];
  months: readonly string[];
  /** Why there was no conversation, addressed to the business. */
  reasons: Record<MissedOutcome, string>;
};

/** One language's sentences about where a request stands. */
export type StatusWords = Record<Extract<CallbackStatus, 'verified' | 'calling' | 'connected'>, string> & {
  pending: Record<CodeSend['delivery'], string>;
  outcomes: Record<Outcome, string>;
  notices: Record<Notice, string>;
  /** For an end of which nothing more is known. */
  ended: string;
};

/** One language's spoken sentences: plain words, no markup. */
export type SpeechWords = {
  /** `about` is empty when the visitor wrote nothing. */
  screening(name: string, about: string): string;
  visitorUnreachable(name: string): string;
  /** Heard when an instruction of ours could not be fetched. */
  apology: string;
  /** Heard by whoever calls the platform's number. */
  inbound(business: string): string;
  recording: string;
  connecting: string;
};
