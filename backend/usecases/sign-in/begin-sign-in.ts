import { allowedAt, longestWindowMs } from '../../domain/rate-limit.ts';
import { signInRules } from '../../domain/sign-in/sign-in-rules.ts';
import { bindAnswer, signInKey } from './bind-answer.ts';
import type { SignInPorts } from './sign-in-ports.ts';

export type BeginSignIn = {
  provider: string;
  /** S256 of a verifier that the page keeps to itself. */
  challenge: string;
  /** A page that is known to be ours. */
  returnTo: string;
  client: string;
};

export type Begun =
  /** `browserSecret` belongs in a cookie that only this server gets. */
  | { ok: true; address: string; browserSecret: string; maxAge: number }
  | { ok: false; reason: 'unknown-provider' | 'too-many' };

/** Sends a visitor to a provider, and remembers for whom they left. */
export async function beginSignIn(ports: SignInPorts, asked: BeginSignIn): Promise<Begun> {
  const { signIns, secrets, clock } = ports;
  const provider = ports.providers.get(asked.provider);
  if (provider === undefined) return { ok: false, reason: 'unknown-provider' };
  const at = clock.now();
  const { begun, atProvider } = signInRules;
  const earlier = await signIns.begunBy(asked.client, at - longestWindowMs(begun));
  if (allowedAt(begun, earlier, at) > at) return { ok: false, reason: 'too-many' };
  const browserSecret = secrets.token();
  const address = await provider.authorizationAddress(bindAnswer(secrets, browserSecret));
  const key = signInKey(secrets, browserSecret);
  const pending = { key, ...asked, begunAt: at, expiresAt: at + atProvider };
  if (!(await signIns.begin(pending, begun))) return { ok: false, reason: 'too-many' };
  return { ok: true, address, browserSecret, maxAge: atProvider };
}
