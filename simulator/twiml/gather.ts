import type { Leg } from '../call/leg.ts';
import type { Clock } from '../time/clock.ts';
import { unlessAborted } from '../time/wait.ts';
import { flagAttribute, methodAttribute, numberAttribute, resolveUrl } from './attribute.ts';
import { pause, play, say } from './simple-verbs.ts';
import type { Line, Outcome, RunVerb, Verb } from './verb.ts';

const prompts: Readonly<Record<string, RunVerb>> = { Say: say, Play: play, Pause: pause };

/** Calls `onPause` at each pause, also when the prompt is repeated. A person can press a key in it. */
async function playPrompts(verb: Verb, line: Line, signal: AbortSignal, onPause: () => void) {
  for (const child of verb.children) {
    if (child.name === 'Pause') onPause();
    await prompts[child.name]?.(child, { ...line, signal });
  }
}

function postDigits(verb: Verb, line: Line, { digits, finishedBy }: Collected): Outcome {
  const url = resolveUrl(verb.attributes.action || line.documentUrl || '', line);
  if (!url) return { step: 'fail', errorCode: 11100, detail: 'the action of <Gather> is no http(s) URL' };
  const params = {
    Digits: digits,
    msg: 'Gather End',
    ...(finishedBy === undefined ? {} : { FinishedOnKey: finishedBy }),
  };
  const method = methodAttribute(verb, 'method');
  return { step: 'fetch', source: { kind: 'request', webhook: 'gather', url, method, params } };
}

/**
 * Collects keys. Without input the document continues, unless actionOnEmptyResult is set.
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
    playPrompt: (signal, onPause) => playPrompts(verb, line, signal, onPause),
  });
  const empty = collected.digits === '';
  if (empty && !flagAttribute(verb, 'actionOnEmptyResult')) return { step: 'next' };
  return postDigits(verb, line, collected);
};

type Collected = {
  digits: string;
  /** The key that ended the input, if one did. */
  finishedBy?: string;
};

/**
 * Collects keys while a prompt plays and for `timeoutMs` after it or after the last key. The first key stops the
 * prompt. Rejects with the signal's reason when the call ends first.
 */
async function collectDigits(options: {
  leg: Leg;
  clock: Clock;
  signal: AbortSignal;
  timeoutMs: number;
  /** Maximum number of digits. */
  numDigits: number;
  finishOnKey: string;
  playPrompt: (signal: AbortSignal, onPause: () => void) => Promise<void>;
}): Promise<Collected> {
  const { leg, clock, signal, timeoutMs, numDigits, finishOnKey } = options;
  const finished = Promise.withResolvers<Collected>();
  const stopPrompt = new AbortController();
  let digits = '';
  let stopTimer = () => {};
  let cancelKeyPress: (() => void) | undefined;
  const restartTimer = () => {
    stopTimer();
    stopTimer = clock.after(timeoutMs, () => finished.resolve({ digits }));
  };
  const stopListening = leg.onDigit((digit) => {
    stopPrompt.abort();
    if (digit === finishOnKey) return finished.resolve({ digits, finishedBy: digit });
    digits += digit;
    if (digits.length >= numDigits) return finished.resolve({ digits });
    restartTimer();
  });
  const invite = () => {
    cancelKeyPress ??= leg.inviteDigits();
  };
  const afterPrompt = () => {
    if (stopPrompt.signal.aborted) return;
    restartTimer();
    invite();
  };
  const prompt = options.playPrompt(AbortSignal.any([signal, stopPrompt.signal]), invite);
  prompt.then(afterPrompt, () => {});
  try {
    return await unlessAborted(signal, finished.promise);
  } finally {
    stopListening();
    stopTimer();
    cancelKeyPress?.();
    stopPrompt.abort();
  }
}
