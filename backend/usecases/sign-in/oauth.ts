import { allowedAt, longestWindowMs } from '../../domain/rate-limit.ts';
import { signInRules } from '../../domain/sign-in/sign-in-rules.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type {
  IdentityProvider,
  IdentityProviders,
  ProviderPerson,
  SignInFailure,
  SignInSecrets,
} from '../../ports/sign-in/identity-provider.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { PendingSignIn, SignIns } from '../../ports/sign-in/sign-ins.ts';
import { type OpenedSession, openSession } from './session.ts';

export type BeginSignIn = {
  provider: string;
  /** S256 challenge of the page's PKCE verifier. */
  challenge: string;
  /** Address of a registered page. */
  returnTo: string;
  client: string;
};

export type Begun =
  /** `browserSecret` goes into a cookie of this server; `maxAge` in milliseconds. */
  | { ok: true; address: string; browserSecret: string; maxAge: number }
  | { ok: false; reason: 'unknown-provider' | 'too-many' };

/** Starts a sign-in: returns the provider's authorization address and stores the pending sign-in. */
export async function beginSignIn(ports: SignInPorts, asked: BeginSignIn): Promise<Begun> {
  const { signIns, secrets, clock } = ports;
  const provider = ports.providers.get(asked.provider);
  if (provider === undefined) return { ok: false, reason: 'unknown-provider' };
  const at = clock.now();
  const { begun, atProviderMs } = signInRules;
  const earlier = await signIns.begunBy(asked.client, at - longestWindowMs(begun));
  if (allowedAt(begun, earlier, at) > at) return { ok: false, reason: 'too-many' };
  const browserSecret = secrets.token();
  const address = await provider.authorizationAddress(deriveOauthSecrets(secrets, browserSecret));
  const key = signInKey(secrets, browserSecret);
  const pending = { key, ...asked, begunAt: at, expiresAt: at + atProviderMs };
  if (!(await signIns.begin(pending, begun))) return { ok: false, reason: 'too-many' };
  return { ok: true, address, browserSecret, maxAge: atProviderMs };
}

export type ProviderReturn = {
  /** Provider whose redirect URI was requested. */
  provider: string;
  /** Query string as received, with its question mark. */
  query: string;
  /** Value of the sign-in cookie. */
  browserSecret: string | undefined;
};

export type Finished =
  | { ok: true; returnTo: string; handOff: string }
  /** `returnTo` is undefined when the pending sign-in is unknown. */
  | { ok: false; returnTo: string | undefined; reason: SignInFailure };

/**
 * Finishes a sign-in. The provider's answer must belong to this browser and to this provider. The page gets a hand-off
 * code, which is valid only with the page's verifier.
 */
export async function finishSignIn(ports: SignInPorts, returned: ProviderReturn): Promise<Finished> {
  const { browserSecret } = returned;
  if (browserSecret === undefined || !isAnswerTo(ports.secrets, browserSecret, returned.query))
    return { ok: false, returnTo: undefined, reason: 'expired' };
  const pending = await ports.signIns.consume(signInKey(ports.secrets, browserSecret), ports.clock.now());
  if (pending === undefined) return { ok: false, returnTo: undefined, reason: 'expired' };
  const provider = ports.providers.get(pending.provider);
  if (provider === undefined || pending.provider !== returned.provider)
    return { ok: false, returnTo: pending.returnTo, reason: 'not-valid' };
  const answer = await provider.finish(returned.query, deriveOauthSecrets(ports.secrets, browserSecret));
  if (!answer.ok) {
    report(ports, provider, answer);
    return { ok: false, returnTo: pending.returnTo, reason: answer.reason };
  }
  const code = await handOff(ports, pending, answer.person);
  ports.log.info('visitor signed in', { provider: provider.id });
  return { ok: true, returnTo: pending.returnTo, handOff: code };
}

/** Checks `state` before the pending sign-in is used up, so that a forged link cannot use it up. */
function isAnswerTo(secrets: Secrets, browserSecret: string, query: string): boolean {
  const state = /[?&]state=([0-9a-f]+)(?:&|$)/.exec(query)?.[1] ?? '';
  return secrets.same(state, deriveOauthSecrets(secrets, browserSecret).state);
}

async function handOff(ports: SignInPorts, pending: PendingSignIn, person: ProviderPerson): Promise<string> {
  const { secrets, signIns, clock } = ports;
  const code = secrets.token();
  const at = clock.now();
  await signIns.handOff(
    {
      key: secrets.fingerprint('hand-off', code),
      challenge: pending.challenge,
      identity: {
        fingerprint: secrets.fingerprint('identity', JSON.stringify([person.issuer, person.subject])),
        provider: pending.provider,
        name: person.name,
        email: person.email,
        provenPhone: undefined,
      },
      expiresAt: at + signInRules.handOffMs,
    },
    at,
  );
  return code;
}

/** Logs a failure, with a fix where the deployer can act. */
function report(
  { log }: SignInPorts,
  provider: IdentityProvider,
  { reason, detail }: { reason: SignInFailure; detail: string },
): void {
  const fields = { provider: provider.id, reason, detail };
  if (reason === 'not-set-up') {
    log.error('sign-in provider refused the client registration', {
      ...fields,
      fix: `check the client id and secret, and that exactly ${provider.redirectUri} is registered as redirect URI`,
    });
  } else if (reason === 'denied') log.info('visitor did not sign in', fields);
  else log.warn('sign-in failed', fields);
}

export type Redeemed = OpenedSession | { ok: false; reason: 'hand-off-refused' };

/** Exchanges a hand-off code for a session. Any try uses up the code, so a stolen one allows one verifier only. */
export async function redeemHandOff(ports: SignInPorts, code: string, verifier: string): Promise<Redeemed> {
  const { secrets, signIns, clock } = ports;
  const handOff = await signIns.redeem(secrets.fingerprint('hand-off', code), clock.now());
  if (handOff === undefined || !secrets.same(secrets.challengeOf(verifier), handOff.challenge))
    return { ok: false, reason: 'hand-off-refused' };
  return openSession(ports, handOff.identity);
}

/** Returns the key of a pending sign-in. The secret itself is stored in the browser's cookie only. */
function signInKey(secrets: Secrets, browserSecret: string): string {
  return secrets.fingerprint('sign-in', browserSecret);
}

/**
 * Derives state, nonce and PKCE verifier from the secret in the browser's cookie. An answer for another browser does
 * not match, and a copy of the database does not allow a sign-in.
 */
function deriveOauthSecrets(secrets: Secrets, browserSecret: string): SignInSecrets {
  return {
    state: secrets.fingerprint('sign-in-state', browserSecret),
    nonce: secrets.fingerprint('sign-in-nonce', browserSecret),
    verifier: secrets.fingerprint('sign-in-verifier', browserSecret),
  };
}

export type SignInPorts = {
  signIns: SignIns;
  sessions: Sessions;
  providers: IdentityProviders;
  secrets: Secrets;
  clock: Clock;
  log: Log;
};
