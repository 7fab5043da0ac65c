import type { Leg } from '../call/leg.ts';
import { methodAttribute, resolveUrl } from './attribute.ts';
import { whisperVerbs } from './parse.ts';
import type { Line, Verb } from './verb.ts';

/**
 * Plays the document of <Number url> to the called party alone.
 * https://www.twilio.com/docs/voice/twiml/number#url: they are connected when it ends without <Hangup>.
 * @returns whether the parties are to be connected
 */
export async function whisper(child: Leg, noun: Verb, parent: Line): Promise<boolean> {
  if (!noun.attributes.url) return true;
  const url = resolveUrl(noun.attributes.url, parent);
  if (!url) return false;
  const gone = new AbortController();
  void child.ended.then(() => gone.abort());
  const signal = AbortSignal.any([parent.signal, gone.signal]);
  const method = methodAttribute(noun, 'method');
  const end = parent.runFlow({
    line: { ...parent, leg: child, signal, documentUrl: undefined },
    source: { kind: 'request', webhook: 'whisper', url, method, params: {} },
    fallback: undefined,
    allowed: whisperVerbs,
  });
  const hungUp = (reason: unknown) => {
    if (parent.signal.aborted) throw reason;
    return 'hang-up' as const;
  };
  return (await end.catch(hungUp)) === 'finished';
}
