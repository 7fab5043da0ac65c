import type { Carrier } from '../call/carrier.ts';
import type { Leg } from '../call/leg.ts';
import type { HttpMethod, WebhookKind } from '../webhook/webhook.ts';

/** One element of a TwiML document. */
export type Verb = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** Text content without markup, runs of white space joined. */
  text: string;
  children: Verb[];
};

/** A document given inline, or the webhook that answers with it. */
export type DocumentSource =
  | { kind: 'inline'; twiml: string }
  | {
      kind: 'request';
      webhook: WebhookKind;
      url: string;
      method: HttpMethod;
      params: Record<string, string>;
    };

/** A leg with a running document. */
export type Line = {
  leg: Leg;
  carrier: Carrier;
  /** Aborts when the call ends or is redirected. */
  signal: AbortSignal;
  /** Address of the document; undefined for an inline one. */
  documentUrl?: string | undefined;
  /** Runs a flow on another leg. Passed in because verbs cannot import the interpreter that imports them. */
  runFlow(flow: Flow): Promise<FlowEnd>;
};

export type Flow = {
  line: Line;
  source: DocumentSource;
  /** Webhook requested once for each failed document; none when absent. */
  fallback?: { url: string; method: HttpMethod } | undefined;
  /** Names of the allowed verbs. */
  allowed: readonly string[];
};

/** `finished`: the last document ended without a verb that continues or ends the call. */
export type FlowEnd = 'finished' | 'hang-up' | 'busy' | 'rejected' | 'failed';

export type Outcome =
  | { step: 'next' }
  | { step: 'fetch'; source: DocumentSource }
  | { step: 'hang-up' }
  | { step: 'reject'; reason: 'busy' | 'rejected' }
  | { step: 'fail'; errorCode: number; detail: string };

export type RunVerb = (verb: Verb, line: Line) => Promise<Outcome>;
