import type { CallbackState } from '../../../contract/callback.ts';
import { tabStorage } from '../../api/tab-storage.ts';
import { tellPage, type WidgetEvent } from '../page/events.ts';

/** Remembers that the dialog was open, so that it opens again after a reload. */
export const openDialog = {
  keep: () => tabStorage.write('callback-dialog', 'open'),
  forget: () => tabStorage.remove('callback-dialog'),
};

/** Tells the page about each step of a callback once. */
export function createStateReport(isDialogOpen: () => boolean) {
  let told: WidgetEvent | undefined;
  let callbackId = '';

  return {
    opened(): void {
      tellPage('open');
      if (callbackId !== '') openDialog.keep();
    },
    show(state: CallbackState): void {
      if (state.request_id !== callbackId) told = undefined;
      callbackId = state.request_id;
      if (state.outcome !== null) openDialog.forget();
      else if (isDialogOpen()) openDialog.keep();
      const event = eventOf(state);
      if (event === told || event === undefined) return;
      told = event;
      tellPage(event, state.outcome === null ? {} : { outcome: state.outcome });
    },
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
