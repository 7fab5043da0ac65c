import type { CallbackStatus, CodeSend, Notice } from '../callback/state.ts';
import type { CapWarning } from '../effect.ts';
import type { Outcome } from '../outcome.ts';

/** The outcomes after which the business gets a notice. */
export type MissedOutcome = Exclude<
  Outcome,
  | 'talked'
  | 'opted-out'
  | 'number-blocked'
  | 'code-not-sent'
  | 'not-verified'
  | 'joined-live-request'
  | 'cancelled-by-visitor'
  | 'cancelled-by-operator'
>;

/** One language's messages, within GSM-7 where the language allows it. */
export type MessageWords = {
  code(business: string, code: string): string;
  /** The shortest form of `code`. */
  shortCode(business: string, code: string): string;
  /** Answer to the visitor's WhatsApp message. */
  whatsappReply(digits: string, host: string): string;
  /** The WhatsApp message that the visitor sends to sign in. */
  whatsappMessage(business: string, code: string): string;
  /** To the business, when a spending cap is reached, or almost. */
  capWarning(business: string | undefined, warning: CapWarning): string;
  /** To the business, to try a channel. */
  testNotice(business: string): string;
  /** To a visitor who was missed; `url` is where to ask again. */
  missedVisitor(business: string, url: string): string;
  /** To the business; `phone` is empty for a withheld number. */
  inboundMissed(phone: string): string;
  missedTitle(reference: string): string;
  closedTitle(reference: string): string;
  /** Begins a notice about `count` callbacks that were missed within `minutes`. */
  missedMany(count: number, minutes: number): string;
  /** Begins a reminder of missed callbacks. */
  stillOpen(count: number): string;
  /** Ends a list that does not fit. */
  andMore(count: number): string;
  labels: Record<'name' | 'phone' | 'email' | 'about' | 'page' | 'asked' | 'act' | 'list', string>;
  /** Tells the business why there was no conversation. */
  reasons: Record<MissedOutcome, string>;
};

/** One language's sentences about the state of a request. */
export type StatusWords = Record<Extract<CallbackStatus, 'verified' | 'calling' | 'connected'>, string> & {
  pending: Record<CodeSend['delivery'], string>;
  /** For a code that a call speaks. */
  pendingCall: Record<CodeSend['delivery'], string>;
  outcomes: Record<Outcome, string>;
  notices: Record<Notice, string>;
  /** For an end without outcome. */
  ended: string;
};

/** One language's spoken sentences: plain words, no markup. */
export type SpeechWords = {
  /** `about` is empty when the visitor wrote nothing. */
  screening(name: string, about: string): string;
  /** Spoken before `screening` is repeated, after a key that was not offered. */
  otherKey: string;
  visitorUnreachable(name: string): string;
  /** Spoken when the carrier could not fetch its next instruction. */
  apology: string;
  /** Spoken to a person who calls the platform's number. */
  inbound(business: string): string;
  /** To a caller who is put through. */
  inboundConnecting(business: string): string;
  /** To the business, before such a caller is connected. `digits` is empty for a withheld number. */
  inboundWhisper(digits: string): string;
  /** To a caller whom the business did not answer. */
  inboundMissed: string;
  recording: string;
  connecting: string;
  /** Spoken to the visitor, who must press 1 as well. */
  visitorScreening(business: string): string;
  /** Spoken to the visitor who is called with a code, which key 1 starts. */
  codeOffer(business: string): string;
  codeFirst: string;
  codeAgain: string;
  goodbye: string;
};
