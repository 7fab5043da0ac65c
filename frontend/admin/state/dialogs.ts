import { signal } from '@preact/signals';

export type Question = {
  title: string;
  text: string;
  confirm: string;
  isDangerous?: boolean;
};

type Asked = Question & { answer: (isConfirmed: boolean) => void };

export const question = signal<Asked | undefined>(undefined);
/** Which of the page's own dialogs is open. */
export const openDialog = signal<'palette' | 'help' | 'job' | undefined>(undefined);

/** Asks the operator; resolves with false when the dialog is closed. */
export function ask(asked: Question): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer(isConfirmed) {
        question.value = undefined;
        resolve(isConfirmed);
      },
    };
  });
}
