import { allowedAt, longestWindowMs } from '../../domain/rate-limit.ts';
import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import { readWhatsappCode, whatsappRules } from '../../domain/sign-in/whatsapp-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { WhatsappSender, WhatsappSignIns } from '../../ports/sign-in/whatsapp-sign-ins.ts';
import { type OpenedSession, openSession } from './session.ts';

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
  const { begun, validityMs } = whatsappRules;
  const busy = await tooMany(ports, asked.client, at);
  if (busy !== undefined) return busy;
  const id = secrets.token();
  const code = `${secrets.letters(4)}-${secrets.letters(4)}`;
  const expiresAt = at + validityMs;
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

/** What goes back into the chat. */
export type WhatsappReply = { digits: string; host: string };

/**
 * Somebody sent a code. Whoever has somebody else's page open may have made them send it, so the number counts only
 * once the digits that go back into this chat are entered on the page that the code came from. Nothing goes back
 * for a code that is unknown, expired, sent by another phone or answered often enough: strangers must not make us write.
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
    ports.log.info('a WhatsApp message held no code that is to be answered');
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
  /** The digits that came back in the chat. */
  digits: string;
  /** The page's. */
  verifier: string;
};

/** The page that gave out the code shows that its visitor reads the chat which the code was sent from. */
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
  ports.log.info('a visitor signed in', { provider: 'whatsapp' });
  return openSession(ports, identityOf(ports, sender));
}

/** A number is the only subject that WhatsApp knows. */
function identityOf({ secrets }: WhatsappPorts, { phone, name }: WhatsappSender): VisitorIdentity {
  return {
    fingerprint: secrets.fingerprint('identity', JSON.stringify(['https://www.whatsapp.com', phone])),
    provider: 'whatsapp',
    name,
    email: undefined,
    provenPhone: phone,
  };
}

/** What signing in by WhatsApp needs of the world. */
export type WhatsappPorts = {
  whatsappSignIns: WhatsappSignIns;
  sessions: Sessions;
  secrets: Secrets;
  clock: Clock;
  log: Log;
};

/** Under which a sign-in is kept. */
export function whatsappKey({ secrets }: Pick<WhatsappPorts, 'secrets'>, id: string): string {
  return secrets.fingerprint('whatsapp-id', id);
}

function whatsappCodeKey({ secrets }: Pick<WhatsappPorts, 'secrets'>, code: string): string {
  return secrets.fingerprint('whatsapp-code', code);
}

/** Six digits that are the same whenever they are asked for, and kept nowhere. */
function returnCode({ secrets }: Pick<WhatsappPorts, 'secrets'>, key: string): string {
  return secrets.codeFor(`whatsapp/${key}`, 1);
}
