import { allowedAt, longestWindowMs } from '../../domain/rate-limit.ts';
import { readWhatsappCode, whatsappRules } from '../../domain/sign-in/sign-in-rules.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { WhatsappSender, WhatsappSignIns } from '../../ports/sign-in/whatsapp-sign-ins.ts';
import { type OpenedSession, openSession } from './session.ts';

export type BegunWhatsapp =
  /** `id` is for the page; the visitor sends `code` by WhatsApp. */
  | { ok: true; id: string; code: string; expiresAt: number }
  | { ok: false; reason: 'too-many-requests'; retryAt: number };

/** Returns a code that the visitor sends by WhatsApp, to prove the sending phone. */
export async function beginWhatsapp(
  ports: WhatsappPorts,
  asked: { challenge: string; host: string; client: string },
): Promise<BegunWhatsapp> {
  const { secrets, whatsappSignIns } = ports;
  const at = ports.clock.now();
  const { begun, validityMs } = whatsappRules;
  const busy = await tooMany(ports, asked.client, at);
  if (busy !== undefined) return busy;
  const id = secrets.token();
  const code = `${secrets.letters(4)}-${secrets.letters(4)}`;
  const expiresAt = at + validityMs;
  const keys = { key: whatsappKey(ports, id), codeKey: whatsappCodeKey(ports, code) };
  const waiting = { ...keys, ...asked, begunAt: at, expiresAt, sender: undefined };
  // A concurrent sign-in of the client reached the limit since the check.
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

/** The reply to the chat. */
export type WhatsappReply = { digits: string; host: string };

/**
 * Matches an incoming message with a sign-in. An attacker may trick a visitor into sending the attacker's code. So the
 * number counts only after the digits of the reply are entered on the page that showed the code. A code that is
 * unknown, expired, sent by another phone or answered too often gets no reply.
 */
export async function matchWhatsappCode(
  ports: WhatsappPorts,
  message: { body: string; sender: WhatsappSender },
): Promise<WhatsappReply | undefined> {
  const code = readWhatsappCode(message.body);
  if (code === undefined) return undefined;
  const codeKey = whatsappCodeKey(ports, code);
  const at = ports.clock.now();
  const signIn = await ports.whatsappSignIns.matchCode(codeKey, message.sender, at, whatsappRules.answers);
  if (signIn === undefined) {
    ports.log.info('WhatsApp message without a valid code');
    return undefined;
  }
  return { digits: returnCode(ports, signIn.key), host: signIn.host };
}

export type ConfirmedWhatsapp =
  | OpenedSession
  | { ok: false; reason: 'hand-off-refused' | 'code-spent' }
  | { ok: false; reason: 'wrong-code'; guessesLeft: number };

export type WhatsappConfirmation = {
  id: string;
  /** Digits of the reply in the chat. */
  digits: string;
  /** PKCE verifier of the page. */
  verifier: string;
};

/** Opens a session if the digits prove that the visitor of this page reads the chat that sent the code. */
export async function confirmWhatsapp(
  ports: WhatsappPorts,
  { id, digits, verifier }: WhatsappConfirmation,
): Promise<ConfirmedWhatsapp> {
  const { secrets, whatsappSignIns } = ports;
  const key = whatsappKey(ports, id);
  const signIn = await whatsappSignIns.find(key, ports.clock.now());
  if (signIn === undefined || !secrets.same(secrets.challengeOf(verifier), signIn.challenge))
    return { ok: false, reason: 'hand-off-refused' };
  const guesses = await whatsappSignIns.countGuess(key, whatsappRules.guesses);
  if (guesses === undefined) return { ok: false, reason: 'code-spent' };
  const { sender } = signIn;
  if (sender === undefined || !secrets.same(digits, returnCode(ports, key)))
    return { ok: false, reason: 'wrong-code', guessesLeft: whatsappRules.guesses - guesses };
  if (!(await whatsappSignIns.consume(key))) return { ok: false, reason: 'hand-off-refused' };
  ports.log.info('visitor signed in', { provider: 'whatsapp' });
  return openSession(ports, identityOf(ports, sender));
}

/** The phone number is the identity's subject: WhatsApp provides no other. */
function identityOf({ secrets }: WhatsappPorts, { phone, name }: WhatsappSender): VisitorIdentity {
  return {
    fingerprint: secrets.fingerprint('identity', JSON.stringify(['https://www.whatsapp.com', phone])),
    provider: 'whatsapp',
    name,
    email: undefined,
    provenPhone: phone,
  };
}

export type WhatsappPorts = {
  whatsappSignIns: WhatsappSignIns;
  sessions: Sessions;
  secrets: Secrets;
  clock: Clock;
  log: Log;
};

export function whatsappKey({ secrets }: Pick<WhatsappPorts, 'secrets'>, id: string): string {
  return secrets.fingerprint('whatsapp-id', id);
}

function whatsappCodeKey({ secrets }: Pick<WhatsappPorts, 'secrets'>, code: string): string {
  return secrets.fingerprint('whatsapp-code', code);
}

/** Returns the six digits of the reply; they are derived and not stored. */
function returnCode({ secrets }: Pick<WhatsappPorts, 'secrets'>, key: string): string {
  return secrets.codeFor(`whatsapp/${key}`, 1);
}
