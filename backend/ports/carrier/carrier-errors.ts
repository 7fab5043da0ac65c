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

/** `code` is the carrier's own; `advice` tells the operator what to do. */
export type CarrierRefusal = { class: CarrierErrorClass; code: string; advice: string };
