import type { Language } from '../../../languages/languages.ts';
import type { FetchedLegs } from '../../domain/attempt/event.ts';
import type { DialReport, LegReport } from '../../domain/attempt/leg.ts';
import type { CarrierRefusal } from './carrier-errors.ts';
import type { Parsed, RawRequest } from './webhook.ts';

export type PlaceCall = {
  to: string;
  /** Keys to press after the call is answered. */
  extension?: string | undefined;
  from: string;
  ringSeconds: number;
  maxCallSeconds: number;
  /** Part of every webhook address of the call: the attempt's token, or the id of the message with the code. */
  token: string;
  /** A call that speaks a code has webhooks of its own. */
  speaksCode?: true;
  reason: string;
};

export type PlaceResult =
  | { result: 'placed'; call: LegReport }
  /** The carrier certainly made no call. `throttled` only when it said that it did nothing. */
  | { result: 'refused'; refusal: CarrierRefusal }
  | { result: 'throttled' }
  /** The call can exist. */
  | { result: 'unknown'; cause: string };

export type FoundCall = LegReport & { createdAt: number };

/** What is said, and in which language. */
type Spoken = { say: string; language: Language };

/** The next instruction for a call; `render` turns it into the carrier's format. */
export type CallPlan =
  | ({ do: 'screen'; token: string } & Spoken)
  | {
      do: 'dial-visitor';
      say: string | undefined;
      language: Language;
      visitor: string;
      callerId: string;
      ringSeconds: number;
      maxSeconds: number;
      token: string;
      /** Records both legs. The visitor is told so (`visitor-prompt`) before the legs are bridged. */
      record: boolean;
      /** Asks (`visitor-prompt`) what to do with the visitor's leg before the legs are bridged. */
      screenVisitor: boolean;
    }
  | ({ do: 'screen-visitor'; token: string; isLast: boolean } & Spoken)
  | { do: 'connect-visitor'; say: string | undefined; language: Language }
  /** Puts a caller through. The business hears who calls before both are bridged, if `whispers` is set. */
  | {
      do: 'forward';
      say: string;
      language: Language;
      to: string;
      extension: string | undefined;
      callerId: string;
      ringSeconds: number;
      maxSeconds: number;
      whispers: boolean;
      inboundSid: string;
    }
  | ({ do: 'whisper'; inboundSid: string } & Spoken)
  /** Asks for key 1 before the code is spoken, so that a voicemail does not hear it. */
  | ({ do: 'offer-code'; token: string; isLast: boolean } & Spoken)
  /** Speaks each digit alone, once after each sentence of `before`. */
  | { do: 'speak-code'; before: readonly string[]; digits: string; after: string; language: Language }
  | ({ do: 'say-and-hang-up' } & Spoken)
  | { do: 'hang-up' };

/** A webhook of the carrier with a valid signature. A retried webhook has the same `requestToken`. */
export type VoiceWebhook =
  | {
      kind: 'leg';
      token: string;
      leg: 'business' | 'visitor';
      report: LegReport;
      parentSid: string | undefined;
    }
  | { kind: 'prompt'; token: string; sid: string; requestToken: string }
  | { kind: 'keys'; token: string; sid: string; digits: string; requestToken: string }
  | {
      kind: 'dial-finished';
      token: string;
      sid: string;
      visitor: DialReport | undefined;
      bridged: boolean | undefined;
      /** Whether the business was still on the line when the visitor's leg had ended. */
      businessOnLine?: boolean | undefined;
      /** Why the carrier did not dial, where it says so. */
      error?: CarrierRefusal | undefined;
    }
  /** About the visitor's leg, whose SID is `sid`; `parentSid` is the business's. */
  | { kind: 'visitor-prompt'; token: string; sid: string; parentSid: string | undefined }
  | {
      kind: 'visitor-keys';
      token: string;
      sid: string;
      parentSid: string | undefined;
      digits: string;
      isLast: boolean;
    }
  /** The carrier could not use an answer. `failedAt` names the webhook that gave it. */
  | { kind: 'fallback'; token: string; sid: string; error: CarrierRefusal; failedAt: string }
  | CodeCallWebhook
  | InboundWebhook;

/** A webhook about a call that speaks a code; `token` is the id of its message. */
export type CodeCallWebhook =
  | { kind: 'code-prompt'; token: string; sid: string }
  | { kind: 'code-keys'; token: string; sid: string; digits: string; isLast: boolean }
  | { kind: 'code-leg'; token: string; report: LegReport };

/**
 * A webhook about a call to the platform's number. `inboundSid` is the caller's leg; the business's leg asks for the
 * whisper before both are bridged.
 */
export type InboundWebhook =
  | { kind: 'inbound-call'; sid: string; from: string; to: string }
  | { kind: 'inbound-whisper'; inboundSid: string }
  | { kind: 'inbound-keys'; inboundSid: string; digits: string }
  | { kind: 'inbound-finished'; sid: string; from: string; to: string; bridged: boolean };

export function isCodeCall(webhook: VoiceWebhook): webhook is CodeCallWebhook {
  return webhook.kind.startsWith('code-');
}

export function isInbound(webhook: VoiceWebhook): webhook is InboundWebhook {
  return webhook.kind.startsWith('inbound-');
}

/** The carrier's calls. No method retries by itself. */
export type VoiceCarrier = {
  place(call: PlaceCall): Promise<PlaceResult>;
  /** Ends the call in any state; returns its state afterwards. Throws `CarrierFault`. */
  end(sid: string): Promise<LegReport>;
  /** Fetches a call and the leg dialled inside it; `undefined` for an unknown SID. Throws `CarrierFault`. */
  fetch(sid: string): Promise<FetchedLegs | undefined>;
  /** Lists recent calls between two numbers, newest first. Throws `CarrierFault`. */
  find(to: string, from: string): Promise<FoundCall[]>;
  /** Parses a webhook; refuses it without a valid signature. */
  parse(request: RawRequest): Parsed<VoiceWebhook>;
  render(plan: CallPlan): { contentType: string; body: string };
};
