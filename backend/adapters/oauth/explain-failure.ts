import { AuthorizationResponseError, ResponseBodyError, WWWAuthenticateChallengeError } from 'openid-client';
import type { SignInFailure } from '../../ports/sign-in/identity-provider.ts';

type Failure = { reason: SignInFailure; detail: string };

/** Error codes of https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 and #section-5.2, and of providers. */
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

/** Explains an error of the flow. The detail never contains a provider's error description, only its code. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof AuthorizationResponseError) return byErrorCode(error.error, 'not-valid');
  if (error instanceof ResponseBodyError) return byErrorCode(error.error, reasonFor(error.status));
  if (error instanceof WWWAuthenticateChallengeError) return byHttpStatus(error.status);
  const { status, cause, code } = error as { status?: unknown; cause?: unknown; code?: unknown };
  if (typeof status === 'number') return byHttpStatus(status);
  if (cause instanceof Response) return byHttpStatus(cause.status);
  if ([code, codeOf(cause)].includes('answer-too-large'))
    return { reason: 'provider-down', detail: 'answer too large' };
  if (isUnreachable(error, code)) return { reason: 'provider-down', detail: 'no answer' };
  return { reason: 'not-valid', detail: typeof code === 'string' ? code : 'unknown' };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function byErrorCode(error: string, otherwise: SignInFailure): Failure {
  const known = Object.hasOwn(meanings, error) ? meanings[error] : undefined;
  return { reason: known ?? otherwise, detail: known === undefined ? 'unknown error code' : error };
}

function byHttpStatus(status: number): Failure {
  return { reason: reasonFor(status), detail: `status ${status}` };
}

/** Redirects are not followed, so a redirect counts as an outage. */
function reasonFor(status: number): SignInFailure {
  if (status === 429 || status >= 500 || (status >= 300 && status < 400)) return 'provider-down';
  return 'not-set-up';
}

/** `fetch` throws a TypeError without a code when no server answers; the library's errors have one. */
function isUnreachable(error: unknown, code: unknown): boolean {
  return code === 'OAUTH_TIMEOUT' || (error instanceof TypeError && code === undefined);
}
