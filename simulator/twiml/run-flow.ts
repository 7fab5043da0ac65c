import { sleep } from '../time/wait.ts';
import { dial } from './dial.ts';
import { fetchDocument } from './fetch-document.ts';
import { gather } from './gather.ts';
import { pause, play, redirect, say } from './simple-verbs.ts';
import type { DocumentSource, Flow, FlowEnd, Line, Outcome, RunVerb, Verb } from './verb.ts';

/** Limits the documents of one call, so that a loop ends. */
const maxDocuments = 1_000;
const apologyMs = 3_000;

const verbs: Readonly<Record<string, RunVerb>> = {
  Say: say,
  Play: play,
  Pause: pause,
  Gather: gather,
  Dial: dial,
  Redirect: redirect,
  Hangup: async () => ({ step: 'hang-up' }),
  Reject: async (verb) => ({
    step: 'reject',
    reason: verb.attributes.reason === 'busy' ? 'busy' : 'rejected',
  }),
};

/** Verbs that do not answer an inbound call: https://www.twilio.com/docs/voice/twiml/pause, …/reject */
const silentVerbs = ['Reject', 'Redirect', 'Pause'];

function pickUp(verb: Verb, line: Line) {
  const answersOnBridge = verb.name === 'Dial' && verb.attributes.answerOnBridge === 'true';
  if (!answersOnBridge && !silentVerbs.includes(verb.name)) line.leg.answer();
}

async function runVerbs(document: Verb[], line: Line): Promise<Outcome> {
  for (const verb of document) {
    if (line.leg.call.direction === 'inbound') pickUp(verb, line);
    const outcome = (await verbs[verb.name]?.(verb, line)) ?? { step: 'next' };
    if (outcome.step !== 'next') return outcome;
  }
  return { step: 'next' };
}

type Failure = { errorCode: number; url: string; detail: string };

function fallBack(flow: Flow, failure: Failure): DocumentSource | undefined {
  const { sid } = flow.line.leg.call;
  flow.line.carrier.timeline.record('call.error', { sid, ...failure });
  if (!flow.fallback) return undefined;
  const params = { ErrorCode: String(failure.errorCode), ErrorUrl: failure.url };
  return { kind: 'request', webhook: 'fallback', ...flow.fallback, params };
}

async function apologise({ leg, carrier, signal }: Line): Promise<FlowEnd> {
  leg.hear('We are sorry, an application error has occurred. Goodbye.');
  await sleep(carrier.clock, apologyMs, signal);
  return 'failed';
}

function endOf(outcome: Outcome): FlowEnd {
  if (outcome.step === 'reject') return outcome.reason;
  return outcome.step === 'hang-up' ? 'hang-up' : 'finished';
}

/** Fetches and runs documents until the flow ends. Rejects when the line is aborted. */
export async function runFlow(flow: Flow): Promise<FlowEnd> {
  let source: DocumentSource = flow.source;
  for (let count = 0; count < maxDocuments; count += 1) {
    const document = await fetchDocument(source, flow.line, flow.allowed);
    let failure: Failure | undefined = document.ok ? undefined : document;
    if (document.ok) {
      const outcome = await runVerbs(document.verbs, { ...flow.line, documentUrl: document.url });
      if (outcome.step === 'fetch') {
        source = outcome.source;
        continue;
      }
      if (outcome.step !== 'fail') return endOf(outcome);
      failure = { ...outcome, url: document.url ?? '' };
    }
    const failedFallback = source.kind === 'request' && source.webhook === 'fallback';
    const next = failure && fallBack(failedFallback ? { ...flow, fallback: undefined } : flow, failure);
    if (!next) return apologise(flow.line);
    source = next;
  }
  return apologise(flow.line);
}
