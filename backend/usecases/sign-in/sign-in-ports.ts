import type { Clock } from '../../ports/clock.ts';
import type { IdentityProviders } from '../../ports/identity-provider.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { SignIns } from '../../ports/sign-ins.ts';

/** What signing in needs of the world. */
export type SignInPorts = {
  signIns: SignIns;
  sessions: Sessions;
  providers: IdentityProviders;
  secrets: Secrets;
  clock: Clock;
  log: Log;
};
