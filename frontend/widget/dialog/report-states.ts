import type { CallbackState } from '../../../contract/callback.ts';
import { tabStorage } from '../../api/tab-storage.ts';
import { tellPage, type WidgetEvent } from '../page/events.ts';

/** Remembers that the dialog was open, so that it opens again after a reload. */
export const openDialog = {
  keep: () => tabStorage.write('callback-dialog', 'open'),
  forget: () => tabStorage.remove('callback-dialog'),
};

/** Returns a function that tells the page about each step of a callback once. */
export function createStateReport(): (state: CallbackState) => void {
  let told = '';
  return (state) => {
    const event = eventOf(state);
    const step = `${state.request_id} ${event}`;
    if (event === undefined || step === told) return;
    told = step;
    tellPage(event, state.outcome === null ? {} : { outcome: state.outcome });
  };
}

function eventOf({ status, step }: CallbackState): WidgetEvent | undefined {
  switch (status) {
    case 'pending':
      return 'requested';
    case 'verified':
      return 'verified';
    case 'calling':
      return step === 'calling-visitor' ? 'ringing' : 'verified';
    case 'connected':
    case 'completed':
      return status;
    case 'failed':
      return 'missed';
    default:
      return undefined;
  }
}
