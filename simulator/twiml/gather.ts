import { flagAttribute, methodAttribute, numberAttribute, resolveUrl } from './attribute.ts';
import { type Collected, collectDigits } from './collect-digits.ts';
import { pause, play, say } from './prompt.ts';
import type { Line, Outcome, RunVerb, Verb } from './verb.ts';

const prompts: Readonly<Record<string, RunVerb>> = { Say: say, Play: play, Pause: pause };

async function playPrompts(verb: Verb, line: Line, signal: AbortSignal) {
  for (const child of verb.children) await prompts[child.name]?.(child, { ...line, signal });
}

function postDigits(verb: Verb, line: Line, { digits, finishedBy }: Collected): Outcome {
  const url = resolveUrl(verb.attributes.action || line.documentUrl || '', line);
  if (!url) return { step: 'fail', errorCode: 11100, detail: '<Gather> has no usable action' };
  const params = {
    Digits: digits,
    msg: 'Gather End',
    ...(finishedBy === null ? {} : { FinishedOnKey: finishedBy }),
  };
  const method = methodAttribute(verb, 'method');
  return { step: 'fetch', source: { kind: 'request', webhook: 'gather', url, method, params } };
}

/**
 * Asks for keys. Without input the document goes on, unless actionOnEmptyResult is set.
 * https://www.twilio.com/docs/voice/twiml/gather
 */
export const gather: RunVerb = async (verb, line) => {
  const collected = await collectDigits({
    leg: line.leg,
    clock: line.carrier.clock,
    signal: line.signal,
    timeoutMs: numberAttribute(verb, 'timeout', 5, 0, 600) * 1_000,
    numDigits: numberAttribute(verb, 'numDigits', Number.POSITIVE_INFINITY, 1, 1_000),
    finishOnKey: verb.attributes.finishOnKey ?? '#',
    playPrompt: (signal) => playPrompts(verb, line, signal),
  });
  const empty = collected.digits === '';
  if (empty && !flagAttribute(verb, 'actionOnEmptyResult')) return { step: 'next' };
  return postDigits(verb, line, collected);
};
