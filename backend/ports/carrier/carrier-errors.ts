/** The carrier could not be asked, or did not answer as it should. `retryable` faults are worth another try later. */
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

/** Why the carrier said no, by what it means for us rather than by its number. */
export type CarrierErrorClass =
  | 'config'
  | 'bad-number'
  | 'not-permitted'
  | 'trial'
  | 'opted-out'
  | 'throttled'
  | 'unavailable'
  | 'application';

/** `advice` says to the deployer what to do about it. `code` is the carrier's own. */
export type CarrierRefusal = { class: CarrierErrorClass; code: string; advice: string };
