import type { Session } from '../../contract/sign-in.ts';
import type { OpenedSession } from '../usecases/sign-in/open-session.ts';

/** A session as the page gets it, once. */
export function presentSession({ token, expiresIn, identity }: OpenedSession): Session {
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.floor(expiresIn / 1000),
    profile: {
      provider: identity.provider,
      name: identity.name ?? null,
      email: identity.email ?? null,
      phone: identity.provenPhone ?? null,
    },
  };
}
