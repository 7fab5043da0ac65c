/** Thrown when the carrier's API failed. A `retryable` fault can succeed later. */
export type CarrierFault = Error & {
  code: 'carrier-fault';
  class: CarrierErrorClass;
  carrierCode: string;
  advice: string;
  retryable: boolean;
};

export function isCarrierFault(error: unknown): error is CarrierFault {
  return error instanceof Error && 'code' in error && error.code === 'carrier-fault';
}

/** Why the carrier refused, by its consequence for the platform. */
export type CarrierErrorClass =
  | 'config'
  | 'bad-number'
  | 'not-permitted'
  | 'trial'
  | 'opted-out'
  | 'throttled'
  | 'unavailable'
  | 'application';

const ourClasses: readonly CarrierErrorClass[] = ['config', 'not-permitted', 'trial', 'application'];

/** Whether the account or its settings are at fault, and no correction of the number would help. */
export function isOurFault(refusal: CarrierRefusal | undefined): boolean {
  return refusal !== undefined && ourClasses.includes(refusal.class);
}

/** `code` is the carrier's own; `advice` tells the operator what to do. */
export type CarrierRefusal = { class: CarrierErrorClass; code: string; advice: string };
