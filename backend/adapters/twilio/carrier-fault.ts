import type { CarrierFault } from '../../ports/carrier/carrier-errors.ts';
import { explainError } from './explain-error.ts';
import { readFailure } from './failure.ts';

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
