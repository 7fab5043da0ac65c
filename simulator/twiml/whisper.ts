import type { Leg } from '../call/leg.ts';
import { methodAttribute, resolveUrl } from './attribute.ts';
import { whisperVerbs } from './parse.ts';
import type { Line, Verb } from './verb.ts';

/**
 * Plays the document of <Number url> to the called party alone. Returns whether to connect the parties: only a
 * document that ends without <Hangup> connects them. https://www.twilio.com/docs/voice/twiml/number#url
 */
export async function whisper(child: Leg, noun: Verb, parent: Line): Promise<boolean> {
  if (!noun.attributes.url) return true;
  const url = resolveUrl(noun.attributes.url, parent);
  if (!url) return false;
  const ended = new AbortController();
  void child.ended.then(() => ended.abort());
  const signal = AbortSignal.any([parent.signal, ended.signal]);
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
