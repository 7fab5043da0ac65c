import type { LegReport } from '../../domain/attempt/leg.ts';
import type { CarrierRefusal } from './carrier-errors.ts';
import type { Parsed, RawRequest } from './webhook.ts';

export type PlaceCall = {
  to: string;
  from: string;
  ringSeconds: number;
  maxCallSeconds: number;
  /** The attempt's token: stands in every webhook address of the call. */
  token: string;
  reason: string;
};

export type PlaceResult =
  | { result: 'placed'; call: LegReport }
  /** It was turned away and certainly made no call; `throttled` only when the carrier said that it did nothing. */
  | { result: 'refused'; refusal: CarrierRefusal }
  | { result: 'throttled' }
  /** Nobody knows whether a call was made. */
  | { result: 'unknown'; cause: string };

export type FoundCall = LegReport & { createdAt: number };

/** How a call is to go on, in the carrier's own format once rendered. */
export type CallPlan =
  | { do: 'screen'; say: string; token: string }
  | {
      do: 'dial-visitor';
      say: string | undefined;
      visitor: string;
      callerId: string;
      ringSeconds: number;
      maxSeconds: number;
      token: string;
      /** Records both; the visitor's own question, `visitor-prompt`, comes before they are bridged. */
      record: boolean;
    }
  | { do: 'say'; say: string }
  | { do: 'say-and-hang-up'; say: string }
  | { do: 'hang-up' };

/** A webhook from the carrier, its signature checked, in our words. `requestToken` is the same on a repeat. */
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
      visitor: LegReport | undefined;
      bridged: boolean | undefined;
    }
  | { kind: 'visitor-prompt'; token: string }
  | { kind: 'fallback'; token: string; errorCode: string; errorUrl: string }
  | { kind: 'inbound-call'; sid: string; from: string; to: string };

/** The carrier's voice side. Nothing here repeats a request by itself. */
export type VoiceCarrier = {
  place(call: PlaceCall): Promise<PlaceResult>;
  /** Ends the call whatever its state; the answer says how it stood afterwards. Throws `CarrierFault`. */
  end(sid: string): Promise<LegReport>;
  /** How a call and the leg dialled inside it stand now; `undefined` for an unknown SID. Throws `CarrierFault`. */
  fetch(sid: string): Promise<{ business: LegReport; visitor: LegReport | undefined } | undefined>;
  /** Recent calls between two numbers, newest first. Throws `CarrierFault`. */
  find(to: string, from: string): Promise<FoundCall[]>;
  /** Checks the signature, fails closed. */
  parse(request: RawRequest): Parsed<VoiceWebhook>;
  render(plan: CallPlan): { contentType: string; body: string };
};
