import type { Carrier } from '../call/carrier.ts';
import type { Leg } from '../call/leg.ts';
import type { HttpMethod, WebhookKind } from '../webhook/webhook.ts';

/** One element of a TwiML document. */
export type Verb = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** All text inside, markup left out, blanks joined. */
  text: string;
  children: Verb[];
};

/** Where a document comes from. */
export type DocumentSource =
  | { kind: 'inline'; twiml: string }
  | {
      kind: 'request';
      webhook: WebhookKind;
      url: string;
      method: HttpMethod;
      params: Record<string, string>;
    };

/** A leg whose document is being carried out. */
export type Line = {
  leg: Leg;
  carrier: Carrier;
  /** Aborts when the call ends or is redirected. */
  signal: AbortSignal;
  /** Where the document came from; undefined for one given inline. */
  documentUrl?: string | undefined;
  /** Carries out a flow of its own on another leg; given, so that verbs need not import the interpreter. */
  runFlow(flow: Flow): Promise<FlowEnd>;
};

export type Flow = {
  line: Line;
  source: DocumentSource;
  /** Asked once per failed document; undefined when there is none. */
  fallback?: { url: string; method: HttpMethod } | undefined;
  /** Verbs that may be used. */
  allowed: readonly string[];
};

/** `finished`: the last document came to its end without a word of how to go on. */
export type FlowEnd = 'finished' | 'hang-up' | 'busy' | 'rejected' | 'failed';

export type Outcome =
  | { step: 'next' }
  | { step: 'fetch'; source: DocumentSource }
  | { step: 'hang-up' }
  | { step: 'reject'; reason: 'busy' | 'rejected' }
  | { step: 'fail'; errorCode: number; detail: string };

export type RunVerb = (verb: Verb, line: Line) => Promise<Outcome>;
