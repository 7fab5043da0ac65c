import { element } from './elements.ts';

/** Asks whether a call that is under way shall be ended. `close` answers with no. */
export function createCancelDialog() {
  const dialog = element('confirm', HTMLDialogElement);
  let answer: ((yes: boolean) => void) | undefined;
  element('confirm-yes', HTMLButtonElement).addEventListener('click', () => dialog.close('yes'));
  element('confirm-no', HTMLButtonElement).addEventListener('click', () => dialog.close('no'));
  dialog.addEventListener('close', () => {
    // Word of an earlier closing may come when somebody has asked again already.
    if (!dialog.open) answer?.(dialog.returnValue === 'yes');
  });

  return {
    ask(): Promise<boolean> {
      answer?.(false);
      dialog.returnValue = '';
      dialog.showModal();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    close() {
      if (dialog.open) dialog.close('no');
    },
  };
}
