import { AuthorizationResponseError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { SignInFailure } from '../../ports/sign-in/identity-provider.ts';

type Explained = { reason: SignInFailure; detail: string };

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 and #section-5.2, and what providers add to them. */
const meanings: Record<string, SignInFailure> = {
  access_denied: 'denied',
  user_cancelled_login: 'denied',
  user_cancelled_authorize: 'denied',
  consent_required: 'denied',
  interaction_required: 'denied',
  login_required: 'denied',
  server_error: 'provider-down',
  temporarily_unavailable: 'provider-down',
  invalid_grant: 'expired',
  invalid_client: 'not-set-up',
  unauthorized_client: 'not-set-up',
  redirect_uri_mismatch: 'not-set-up',
  unsupported_response_type: 'not-set-up',
  invalid_scope: 'not-set-up',
};

/** What an error of the flow means. Only the provider's error name is repeated: its sentences may hold anything. */
export function explainFailure(error: unknown): Explained {
  if (error instanceof AuthorizationResponseError) return named(error.error, 'not-valid');
  if (error instanceof ResponseBodyError) return named(error.error, byStatus(error.status));
  if (error instanceof WWWAuthenticateChallengeError) return withStatus(error.status);
  const { status, cause, code } = error as { status?: unknown; cause?: unknown; code?: unknown };
  if (typeof status === 'number') return withStatus(status);
  if (cause instanceof Response) return withStatus(cause.status);
  if (isUnreachable(error, code)) return { reason: 'provider-down', detail: 'no answer' };
  return { reason: 'not-valid', detail: typeof code === 'string' ? code : 'unknown' };
}

function named(error: string, otherwise: SignInFailure): Explained {
  const known = Object.hasOwn(meanings, error) ? meanings[error] : undefined;
  return { reason: known ?? otherwise, detail: known === undefined ? 'an error of its own' : error };
}

function withStatus(status: number): Explained {
  return { reason: byStatus(status), detail: `status ${status}` };
}

/** Redirects are not followed, so one is an answer that nobody can use. */
function byStatus(status: number): SignInFailure {
  if (status === 429 || status >= 500 || (status >= 300 && status < 400)) return 'provider-down';
  return 'not-set-up';
}

/** `fetch` fails with a TypeError of no code when nobody answers; the library's own carry one. */
function isUnreachable(error: unknown, code: unknown): boolean {
  return code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && code === undefined);
}
