import type { Callback } from '../callback/state.ts';

export type Standing = 'done' | 'under-way' | 'connected' | 'talked' | 'missed-again' | 'cancelled';

export function standingOf({ status, done }: Callback): Standing {
  if (done !== undefined) return 'done';
  switch (status) {
    case 'connected':
      return 'connected';
    case 'completed':
      return 'talked';
    case 'failed':
      return 'missed-again';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'under-way';
  }
}
