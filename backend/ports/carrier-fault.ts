import type { CarrierErrorClass } from './voice-carrier.ts';

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
