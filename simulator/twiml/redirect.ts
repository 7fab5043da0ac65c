import { methodAttribute, resolveUrl } from './attribute.ts';
import type { RunVerb } from './verb.ts';

/** https://www.twilio.com/docs/voice/twiml/redirect; an empty address asks for the same document again. */
export const redirect: RunVerb = async (verb, line) => {
  const url = resolveUrl(verb.text || line.documentUrl || '', line);
  if (!url) return { step: 'fail', errorCode: 11100, detail: '<Redirect> leads nowhere' };
  const method = methodAttribute(verb, 'method');
  return { step: 'fetch', source: { kind: 'request', webhook: 'redirect', url, method, params: {} } };
};
