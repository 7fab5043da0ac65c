import { callParams, familyOf } from '../call/call-webhook.ts';
import { unlessAborted } from '../time/wait.ts';
import { parseTwiml } from './parse.ts';
import type { DocumentSource, Line, Verb } from './verb.ts';

export type FetchedDocument =
  | { ok: true; verbs: Verb[]; url: string | undefined }
  | { ok: false; errorCode: number; url: string; detail: string };

function escapeXml(text: string) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Wraps plain text in <Say> and audio in <Play>, as Twilio does. Returns undefined for other content types. */
function asTwiml(contentType: string, body: string, url: string): string | undefined {
  const [type = ''] = contentType.toLowerCase().split(';');
  if (/^(text|application)\/(xml|html)$/.test(type.trim())) return body;
  if (type.trim() === 'text/plain') return `<Response><Say>${escapeXml(body)}</Say></Response>`;
  if (type.startsWith('audio/')) return `<Response><Play>${escapeXml(url)}</Play></Response>`;
  return undefined;
}

async function request(source: DocumentSource & { kind: 'request' }, line: Line) {
  const { call } = line.leg;
  const { accountSid, webhooks } = line.carrier;
  const params = { ...callParams(call, accountSid), ...source.params };
  const { url, method, webhook: kind } = source;
  const sending = webhooks.send({ kind, url, method, params, sid: call.sid, family: familyOf(call) });
  const answer = await unlessAborted(line.signal, sending);
  if (!answer.ok) return answer;
  const twiml = asTwiml(answer.contentType, answer.body, url);
  if (twiml !== undefined) return { ok: true as const, twiml };
  return { ok: false as const, errorCode: 12300, detail: `content type ${answer.contentType || 'missing'}` };
}

/** Fetches and parses a document. Rejects with the signal's reason when the call ends meanwhile. */
export async function fetchDocument(
  source: DocumentSource,
  line: Line,
  allowed: readonly string[],
): Promise<FetchedDocument> {
  const url = source.kind === 'inline' ? undefined : source.url;
  const received =
    source.kind === 'inline' ? { ok: true as const, twiml: source.twiml } : await request(source, line);
  if (!received.ok) return { ...received, url: url ?? '' };
  line.carrier.timeline.record('call.twiml', { sid: line.leg.call.sid, url, twiml: received.twiml });
  const parsed = parseTwiml(received.twiml, allowed);
  return parsed.ok ? { ...parsed, url } : { ...parsed, url: url ?? '' };
}
