import { allowedAt, longestWindowMs } from '../../domain/rate-limit.ts';
import { whatsappRules } from '../../domain/sign-in/whatsapp-rules.ts';
import { type WhatsappPorts, whatsappCodeKey, whatsappKey } from './whatsapp-ports.ts';

export type BegunWhatsapp =
  /** `id` is the page's, `code` what the visitor sends. */
  | { ok: true; id: string; code: string; expiresAt: number }
  | { ok: false; reason: 'too-many-requests'; retryAt: number };

/** Gives out a code that the visitor sends us, from the phone that is to count as theirs. */
export async function beginWhatsapp(
  ports: WhatsappPorts,
  asked: { challenge: string; host: string; client: string },
): Promise<BegunWhatsapp> {
  const { secrets, whatsappSignIns } = ports;
  const at = ports.clock.now();
  const { begun, validity } = whatsappRules;
  const busy = await tooMany(ports, asked.client, at);
  if (busy !== undefined) return busy;
  const id = secrets.token();
  const code = `${secrets.letters(4)}-${secrets.letters(4)}`;
  const expiresAt = at + validity;
  const keys = { key: whatsappKey(ports, id), codeKey: whatsappCodeKey(ports, code) };
  const waiting = { ...keys, ...asked, begunAt: at, expiresAt, sender: undefined };
  // Others of the same client may have begun since it was looked.
  if (!(await whatsappSignIns.begin(waiting, begun))) return beginWhatsapp(ports, asked);
  return { ok: true, id, code, expiresAt };
}

async function tooMany(
  { whatsappSignIns }: WhatsappPorts,
  client: string,
  at: number,
): Promise<Extract<BegunWhatsapp, { ok: false }> | undefined> {
  const { begun } = whatsappRules;
  const earlier = await whatsappSignIns.begunBy(client, at - longestWindowMs(begun));
  const retryAt = allowedAt(begun, earlier, at);
  return retryAt > at ? { ok: false, reason: 'too-many-requests', retryAt } : undefined;
}
