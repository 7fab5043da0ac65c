import { element } from './elements.ts';

/** Asks whether a call that is under way shall be ended. `close` answers with no. */
export function createCancelDialog() {
  const dialog = element('confirm', HTMLDialogElement);
  element('confirm-yes', HTMLButtonElement).addEventListener('click', () => dialog.close('yes'));
  element('confirm-no', HTMLButtonElement).addEventListener('click', () => dialog.close('no'));

  return {
    ask(): Promise<boolean> {
      dialog.returnValue = '';
      dialog.showModal();
      return new Promise((resolve) => {
        dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
      });
    },
    close() {
      if (dialog.open) dialog.close('no');
    },
  };
}
