import { type OpenedSession, openSession } from './open-session.ts';
import type { SignInPorts } from './sign-in-ports.ts';

export type Redeemed = OpenedSession | { ok: false; reason: 'hand-off-refused' };

/** A page fetches its session. The code is used up by trying, so whoever took it away cannot try verifiers. */
export async function redeemHandOff(ports: SignInPorts, code: string, verifier: string): Promise<Redeemed> {
  const { secrets, signIns, clock } = ports;
  const handOff = await signIns.redeem(secrets.fingerprint('hand-off', code), clock.now());
  if (handOff === undefined || !secrets.same(secrets.challengeOf(verifier), handOff.challenge))
    return { ok: false, reason: 'hand-off-refused' };
  return openSession(ports, handOff.identity);
}
