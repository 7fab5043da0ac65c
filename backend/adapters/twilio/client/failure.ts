import type { CarrierFault } from '../../../ports/carrier/carrier-errors.ts';
import { explainError } from './explain-error.ts';
import { isRequestFailed } from './send-request.ts';

/** Why a request to the carrier brought no result. */
export type Failure =
  /** No connection ever stood: certainly not carried out. */
  | { kind: 'not-sent'; cause: string }
  /** Sent; whether it was carried out is unknown. */
  | { kind: 'unanswered'; cause: string }
  /** Turned away. `code` is the carrier's own number for the reason. */
  | { kind: 'turned-away'; status: number; code: string };

/**
 * Reads what the SDK or the transport threw. Only a 4xx that carries the carrier's own error body, or a 429, counts
 * as turned away: a proxy's error page, a redirect or a 5xx says nothing about what the carrier did.
 */
export function readFailure(error: unknown): Failure {
  if (isRequestFailed(error)) return { kind: error.sent ? 'unanswered' : 'not-sent', cause: error.code };
  const status = numberIn(error, 'status');
  if (status === undefined) return { kind: 'unanswered', cause: nameOf(error) };
  const code = numberIn(error, 'code');
  if (status === 429) return { kind: 'turned-away', status, code: String(code ?? 20429) };
  const turnedAway = status >= 400 && status < 500 && status !== 408 && code !== undefined;
  return turnedAway
    ? { kind: 'turned-away', status, code: String(code) }
    : { kind: 'unanswered', cause: `http-${status}` };
}

function numberIn(error: unknown, key: 'status' | 'code'): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'number' ? value : undefined;
}

/** A 200 that is no JSON shows as `SyntaxError`. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

/** The port's fault for whatever the SDK or the transport threw. */
export function carrierFault(cause: unknown): CarrierFault {
  const failure = readFailure(cause);
  const turnedAway = failure.kind === 'turned-away';
  const refusal = turnedAway ? explainError(failure.code, failure.status) : explainError(failure.cause);
  const retryable = !turnedAway || failure.status === 429;
  return Object.assign(new Error(`The carrier could not be asked. ${refusal.advice}`, { cause }), {
    code: 'carrier-fault' as const,
    class: refusal.class,
    carrierCode: refusal.code,
    advice: refusal.advice,
    retryable,
  });
}
