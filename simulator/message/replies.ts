import { messageVerbs, parseTwiml } from '../twiml/parse.ts';

export type Replies = { ok: true; bodies: string[] } | { ok: false; errorCode: number; detail: string };

/** The texts that the answer to an inbound message asks to send back; an empty answer asks for none. */
export function replies({ contentType, body }: { contentType: string; body: string }): Replies {
  if (body.trim() === '') return { ok: true, bodies: [] };
  if (/^text\/plain/i.test(contentType)) return { ok: true, bodies: [body] };
  const parsed = parseTwiml(body, messageVerbs);
  if (!parsed.ok) return parsed;
  const bodies = parsed.verbs.map(
    (verb) => verb.children.find(({ name }) => name === 'Body')?.text ?? verb.text,
  );
  return { ok: true, bodies: bodies.filter((text) => text !== '') };
}
