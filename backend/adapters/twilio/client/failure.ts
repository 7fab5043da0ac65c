import type { CarrierFault } from '../../../ports/carrier/carrier-errors.ts';
import { explainError } from './explain-error.ts';
import { isRequestError } from './send-request.ts';

/** Why a request to the carrier has no result. */
export type Failure =
  /** No connection was established: the carrier did nothing. */
  | { kind: 'not-sent'; cause: string }
  /** The request was sent; whether the carrier carried it out is unknown. */
  | { kind: 'unanswered'; cause: string }
  /** The carrier refused the request. `code` is its error code. */
  | { kind: 'rejected'; status: number; code: string };

/**
 * Classifies what the SDK or the transport threw. Only a 4xx with the carrier's error body, or a 429, is a rejection.
 * A proxy's error page, a redirect or a 5xx does not tell what the carrier did.
 */
export function readFailure(error: unknown): Failure {
  if (isRequestError(error)) return { kind: error.sent ? 'unanswered' : 'not-sent', cause: error.code };
  const status = readNumber(error, 'status');
  if (status === undefined) return { kind: 'unanswered', cause: errorName(error) };
  const code = readNumber(error, 'code');
  if (status === 429) return { kind: 'rejected', status, code: String(code ?? 20429) };
  const rejected = status >= 400 && status < 500 && status !== 408 && code !== undefined;
  return rejected
    ? { kind: 'rejected', status, code: String(code) }
    : { kind: 'unanswered', cause: `http-${status}` };
}

/** Returns the HTTP status of an error response; `undefined` when no complete response came. */
export function httpStatusOf(error: unknown): number | undefined {
  return isRequestError(error) ? undefined : readNumber(error, 'status');
}

function readNumber(error: unknown, key: 'status' | 'code'): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'number' ? value : undefined;
}

/** `SyntaxError` for a 200 whose body is not JSON. */
function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/** Converts what the SDK or the transport threw into the port's fault. */
export function carrierFault(cause: unknown): CarrierFault {
  const failure = readFailure(cause);
  const rejected = failure.kind === 'rejected';
  const refusal = rejected ? explainError(failure.code, failure.status) : explainError(failure.cause);
  const retryable = !rejected || failure.status === 429;
  return Object.assign(new Error(`The request to the carrier failed. ${refusal.advice}`, { cause }), {
    code: 'carrier-fault' as const,
    class: refusal.class,
    carrierCode: refusal.code,
    advice: refusal.advice,
    retryable,
  });
}
