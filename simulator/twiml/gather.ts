import type { Leg } from '../call/leg.ts';
import type { Clock } from '../time/clock.ts';
import { unlessAborted } from '../time/wait.ts';
import { flagAttribute, methodAttribute, numberAttribute, resolveUrl } from './attribute.ts';
import { pause, play, say } from './simple-verbs.ts';
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
    ...(finishedBy === undefined ? {} : { FinishedOnKey: finishedBy }),
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

type Collected = {
  digits: string;
  /** The key that ended the input, when one did. */
  finishedBy?: string | undefined;
};

/**
 * Listens for keys while a prompt plays and for `timeoutMs` after it or after the last key.
 * The first key silences the prompt. Rejects with the signal's reason when the call ends first.
 */
async function collectDigits(listening: {
  leg: Leg;
  clock: Clock;
  signal: AbortSignal;
  timeoutMs: number;
  /** Most digits to take. */
  numDigits: number;
  finishOnKey: string;
  playPrompt: (signal: AbortSignal) => Promise<void>;
}): Promise<Collected> {
  const { leg, clock, signal, timeoutMs, numDigits, finishOnKey } = listening;
  const finished = Promise.withResolvers<Collected>();
  const silence = new AbortController();
  let digits = '';
  let stopTimer = () => {};
  let takeBack = () => {};
  const restartTimer = () => {
    stopTimer();
    stopTimer = clock.after(timeoutMs, () => finished.resolve({ digits, finishedBy: undefined }));
  };
  const stopListening = leg.onDigit((digit) => {
    silence.abort();
    if (digit === finishOnKey) return finished.resolve({ digits, finishedBy: digit });
    digits += digit;
    if (digits.length >= numDigits) return finished.resolve({ digits, finishedBy: undefined });
    restartTimer();
  });
  const afterPrompt = () => {
    if (silence.signal.aborted) return;
    restartTimer();
    takeBack = leg.inviteDigits();
  };
  const prompt = listening.playPrompt(AbortSignal.any([signal, silence.signal]));
  prompt.then(afterPrompt, () => {});
  try {
    return await unlessAborted(signal, finished.promise);
  } finally {
    stopListening();
    stopTimer();
    takeBack();
    silence.abort();
  }
}
