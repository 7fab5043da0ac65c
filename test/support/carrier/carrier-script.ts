import type { CarrierRefusal } from '../../../backend/ports/carrier/carrier-errors.ts';
import type { MessageStatus } from '../../../backend/ports/carrier/message-carrier.ts';
import type { PlaceCall, VoiceWebhook } from '../../../backend/ports/carrier/voice-carrier.ts';

/** Behaviour of one phone during a call. Times in milliseconds. */
export type Phone = {
  /** Ring time before the answer (ms), or what happens instead. `refused`: the carrier does not dial the visitor. */
  answers: number | 'busy' | 'never' | 'unreachable' | 'refused';
  /** Keys pressed on request; '' for none. */
  presses: string;
  pressesAfter: number;
  /** Time after the answer (ms); `Infinity` waits for the other side. */
  hangsUpAfter: number;
};

/** Result of the POST. `lost` never arrives; `answer-lost` arrives, but its answer is lost. */
export type PlacingFate = {
  fate: 'placed' | 'answer-lost' | 'lost' | 'throttled' | 'refused';
  /** Time until the answer or the caller's timeout (ms). */
  answerAfter: number;
  /** Time in the carrier's queue (ms). */
  queued: number;
};

export type TextFate = {
  /** `lost` never arrives; `answer-lost` is carried out, but its answer is lost. `unauthorized`: the key is wrong. */
  fate: 'accepted' | 'refused' | 'unauthorized' | 'unsent' | 'lost' | 'answer-lost';
  /** The delivery report; none when undefined. */
  report: MessageStatus | undefined;
  reportAfter: number;
  /** What the carrier knows from then on: the reported status, or else `delivered`. */
  becomes?: MessageStatus;
  /** Why a text is refused, or reported as not delivered. */
  error?: CarrierRefusal;
};

export type SentText = { messageId: string; to: string; from: string; body: string };

export type StatusWebhook = Extract<VoiceWebhook, { kind: 'leg' }>;
export type QuestionWebhook = Extract<
  VoiceWebhook,
  { kind: 'prompt' | 'keys' | 'dial-finished' | 'visitor-prompt' | 'visitor-keys' }
>;
export type CodeQuestion = Extract<VoiceWebhook, { kind: 'code-prompt' | 'code-keys' }>;

/** Every variable behaviour of the carrier. A test replaces what it needs. */
export type CarrierScript = {
  business(call: PlaceCall): Phone;
  visitor(call: PlaceCall): Phone;
  /** The visitor's phone when it is called with a code. */
  codePhone(call: PlaceCall): Phone;
  placing(call: PlaceCall): PlacingFate;
  /** Whether fetching calls works. */
  asking(what: 'end' | 'fetch' | 'find'): 'answered' | 'fails';
  /** Delay before a new call appears in the list of calls (ms). */
  listLag: number;
  /** Delay of each copy of a report (ms); empty when it is lost. */
  report(webhook: StatusWebhook): number[];
  /** `repeated`: the first answer is lost, and the carrier repeats the request. */
  question(webhook: QuestionWebhook): 'answered' | 'repeated' | 'unanswered';
  codeQuestion(webhook: CodeQuestion): 'answered' | 'repeated' | 'unanswered';
  /** Whether the carrier requests the next step after the visitor's leg when the business hung up first. */
  asksAfterHangUp: boolean;
  text(message: SentText): TextFate;
  /** Whether fetching and listing messages works; `missing`: the carrier does not offer it. */
  askingText(what: 'fetch' | 'find'): 'answered' | 'fails' | 'missing';
  /** Delay before a new message appears in the list (ms). */
  textListLag: number;
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

/** All phones answer and nothing fails. */
export function perfectDay(): CarrierScript {
  return {
    business: () => takesTheCall,
    visitor: () => talksAMinute,
    codePhone: () => takesTheCall,
    placing: () => placedAtOnce,
    asking: () => 'answered',
    listLag: 1_000,
    report: () => [50],
    question: () => 'answered',
    codeQuestion: () => 'answered',
    asksAfterHangUp: false,
    text: () => deliveredText,
    askingText: () => 'answered',
    textListLag: 1_000,
  };
}
