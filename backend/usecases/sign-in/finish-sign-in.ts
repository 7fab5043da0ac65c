import { signInRules } from '../../domain/sign-in/sign-in-rules.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type {
  IdentityProvider,
  ProviderPerson,
  SignInFailure,
} from '../../ports/sign-in/identity-provider.ts';
import type { PendingSignIn } from '../../ports/sign-in/sign-ins.ts';
import { bindAnswer, signInKey } from './bind-answer.ts';
import type { SignInPorts } from './sign-in-ports.ts';

export type ProviderReturn = {
  /** Whose redirect URI the browser came to. */
  provider: string;
  /** With its question mark, as it came. */
  query: string;
  /** What the cookie holds. */
  browserSecret: string | undefined;
};

export type Finished =
  | { ok: true; returnTo: string; handOff: string }
  /** Without `returnTo` nobody knows where the visitor came from. */
  | { ok: false; returnTo: string | undefined; reason: SignInFailure };

/**
 * Takes a visitor back from a provider. The answer must be to the question that this very browser asked of this very
 * provider, and the page gets a code that is of use only together with its verifier.
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
  const answer = await provider.finish(returned.query, bindAnswer(ports.secrets, browserSecret));
  if (!answer.ok) {
    report(ports, provider, answer);
    return { ok: false, returnTo: pending.returnTo, reason: answer.reason };
  }
  const code = await handOff(ports, pending, answer.person);
  ports.log.info('a visitor signed in', { provider: provider.id });
  return { ok: true, returnTo: pending.returnTo, handOff: code };
}

/** Checked before anything is taken: a stranger's link must not use up the sign-in that it meets. */
function isAnswerTo(secrets: Secrets, browserSecret: string, query: string): boolean {
  const state = /[?&]state=([0-9a-f]+)(?:&|$)/.exec(query)?.[1] ?? '';
  return secrets.same(state, bindAnswer(secrets, browserSecret).state);
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
      expiresAt: at + signInRules.handOff,
    },
    at,
  );
  return code;
}

/** A line that the deployer can act on, where it is their doing. */
function report(
  { log }: SignInPorts,
  provider: IdentityProvider,
  { reason, detail }: { reason: SignInFailure; detail: string },
): void {
  const fields = { provider: provider.id, reason, detail };
  if (reason === 'not-set-up') {
    log.error('a provider refuses this registration', {
      ...fields,
      fix: `see that the client id and secret are the current ones, and that exactly ${provider.redirectUri} is registered as redirect URI`,
    });
  } else if (reason === 'denied') log.info('a visitor did not sign in', fields);
  else log.warn('a sign-in failed', fields);
}
