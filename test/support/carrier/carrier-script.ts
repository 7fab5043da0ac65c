import type { MessageStatus } from '../../../backend/ports/carrier/message-carrier.ts';
import type { PlaceCall, VoiceWebhook } from '../../../backend/ports/carrier/voice-carrier.ts';

/** How one phone behaves when it is called. Times in milliseconds. */
export type Phone = {
  /** Rings this long before it is picked up, or what happens instead. */
  answers: number | 'busy' | 'never' | 'unreachable';
  /** What is pressed when the phone is asked for a key; '' for nothing. */
  presses: string;
  pressesAfter: number;
  /** From picking up; `Infinity` waits for the other side. */
  hangsUpAfter: number;
};

/** What becomes of the request for a call. `lost` never arrives, of `answer-lost` only the answer is lost. */
export type PlacingFate = {
  fate: 'placed' | 'answer-lost' | 'lost' | 'throttled' | 'refused';
  /** Milliseconds until the answer, or until the caller stops waiting for one. */
  answerAfter: number;
  /** Milliseconds the call waits in the carrier's own queue. */
  queued: number;
};

export type TextFate = {
  fate: 'accepted' | 'refused' | 'retry';
  report: MessageStatus | undefined;
  reportAfter: number;
};

export type SentText = { messageId: string; to: string; from: string; body: string };

export type StatusWebhook = Extract<VoiceWebhook, { kind: 'leg' }>;
export type QuestionWebhook = Extract<VoiceWebhook, { kind: 'prompt' | 'keys' | 'dial-finished' }>;

/** Everything that can go one way or another at the carrier; a test replaces what its story is about. */
export type CarrierScript = {
  business(call: PlaceCall): Phone;
  visitor(call: PlaceCall): Phone;
  placing(call: PlaceCall): PlacingFate;
  /** Whether a request about calls that exist is answered. */
  asking(what: 'end' | 'fetch' | 'find'): 'answered' | 'fails';
  /** Milliseconds before a new call stands in the list of calls. */
  listLag: number;
  /** After how many milliseconds each copy of a report arrives; none when it is lost. */
  report(webhook: StatusWebhook): number[];
  /** `repeated`: the first answer is lost, and the carrier asks the same once more. */
  question(webhook: QuestionWebhook): 'answered' | 'repeated' | 'unanswered';
  /** Whether the carrier still asks what follows the visitor's leg when the business hung up first. */
  asksAfterHangUp: boolean;
  text(message: SentText): TextFate;
};

export const takesTheCall: Phone = {
  answers: 4_000,
  presses: '1',
  pressesAfter: 3_000,
  hangsUpAfter: Number.POSITIVE_INFINITY,
};

export const talksAMinute: Phone = { answers: 5_000, presses: '', pressesAfter: 0, hangsUpAfter: 60_000 };

export const placedAtOnce: PlacingFate = { fate: 'placed', answerAfter: 200, queued: 300 };

export const deliveredText: TextFate = { fate: 'accepted', report: 'delivered', reportAfter: 2_000 };

/** Everybody answers and everything works. */
export function perfectDay(): CarrierScript {
  return {
    business: () => takesTheCall,
    visitor: () => talksAMinute,
    placing: () => placedAtOnce,
    asking: () => 'answered',
    listLag: 1_000,
    report: () => [50],
    question: () => 'answered',
    asksAfterHangUp: false,
    text: () => deliveredText,
  };
}
