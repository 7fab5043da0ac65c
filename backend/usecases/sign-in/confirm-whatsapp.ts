import type { VisitorIdentity } from '../../domain/sign-in/visitor-identity.ts';
import { whatsappRules } from '../../domain/sign-in/whatsapp-rules.ts';
import type { WhatsappSender } from '../../ports/sign-in/whatsapp-sign-ins.ts';
import { type OpenedSession, openSession } from './open-session.ts';
import { returnCode, type WhatsappPorts, whatsappKey } from './whatsapp-ports.ts';

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
