import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { IdentityProviders } from '../../ports/sign-in/identity-provider.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { SignIns } from '../../ports/sign-in/sign-ins.ts';

/** What signing in needs of the world. */
export type SignInPorts = {
  signIns: SignIns;
  sessions: Sessions;
  providers: IdentityProviders;
  secrets: Secrets;
  clock: Clock;
  log: Log;
};
