import type { Answer } from '../simulator-client.ts';
import { make, showText } from '../ui/elements.ts';

/** The form that adds a phone with any number. */
export function createAddPhoneForm(add: (number: string) => Promise<Answer>): HTMLElement {
  const field = make('input', {
    id: 'add-phone',
    type: 'tel',
    placeholder: '+12015550142',
    autocomplete: 'off',
    required: true,
  });
  const trouble = make('p', { class: 'trouble', role: 'status', hidden: true });
  const row = make('div', { class: 'row' }, field, make('button', { class: 'quiet' }, 'Add phone'));
  const form = make(
    'form',
    { class: 'add-phone', novalidate: true },
    make('label', { for: field.id }, 'Another phone, by number'),
    row,
    trouble,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = await add(field.value.replace(/[\s().-]/g, ''));
    showText(trouble, answer.ok ? '' : answer.detail);
    if (answer.ok) field.value = '';
  });
  return form;
}
