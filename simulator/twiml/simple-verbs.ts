import { sleep } from '../time/wait.ts';
import { methodAttribute, numberAttribute, resolveUrl } from './attribute.ts';
import type { RunVerb, Verb } from './verb.ts';

const msPerCharacter = 60;
const maxLoops = 1_000;

/** Estimates how long a voice takes to say a text, in milliseconds. */
function speechMs(text: string): number {
  return Math.max(500, text.length * msPerCharacter);
}

async function repeat(verb: Verb, once: () => Promise<void>) {
  const loops = numberAttribute(verb, 'loop', 1, 0, maxLoops) || maxLoops;
  for (let loop = 0; loop < loops; loop += 1) await once();
  return { step: 'next' as const };
}

export const say: RunVerb = (verb, line) =>
  repeat(verb, async () => {
    line.leg.hear(verb.text);
    await sleep(line.carrier.clock, speechMs(verb.text), line.signal);
  });

export const play: RunVerb = (verb, line) =>
  repeat(verb, async () => {
    const tones = verb.attributes.digits;
    line.leg.hear(`[plays ${tones === undefined ? verb.text : `the tones ${tones}`}]`);
    await sleep(line.carrier.clock, line.carrier.settings.playMs, line.signal);
  });

export const pause: RunVerb = async (verb, line) => {
  await sleep(line.carrier.clock, numberAttribute(verb, 'length', 1, 0, 3_600) * 1_000, line.signal);
  return { step: 'next' };
};

/** An empty address requests the same document again: https://www.twilio.com/docs/voice/twiml/redirect */
export const redirect: RunVerb = async (verb, line) => {
  const url = resolveUrl(verb.text || line.documentUrl || '', line);
  if (!url) return { step: 'fail', errorCode: 11100, detail: 'the address of <Redirect> is no http(s) URL' };
  const method = methodAttribute(verb, 'method');
  return { step: 'fetch', source: { kind: 'request', webhook: 'redirect', url, method, params: {} } };
};
