import { element } from '../dom/elements.ts';
import { chooseLanguage } from '../dom/load-words.ts';
import { saveForm } from '../sign-in/saved-form.ts';

/** Lets the visitor choose another language; `current` is shown as chosen. */
export function offerLanguages(current: string): void {
  const choice = element('language', HTMLSelectElement);
  choice.value = current;
  choice.addEventListener('change', () => {
    saveForm('request', undefined);
    chooseLanguage(choice.value);
  });
}
