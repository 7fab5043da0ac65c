import { tabStorage } from '../api/tab-storage.ts';
import { control, type Field, fields } from '../dom/form-fields.ts';

/** Why the form is saved: the visitor goes to a provider, or to WhatsApp, where the browser can discard the page. */
type Purpose = 'sign-in' | 'whatsapp';

type SavedForm<T> = { state: T; typed: Partial<Record<Field, string>> };

/** Saves the form's fields and the state of a sign-in in this tab. */
export function saveForm<T>(purpose: Purpose, state: T): void {
  const typed = Object.fromEntries(fields.map((field) => [field, control(field).value]));
  tabStorage.write(purpose, JSON.stringify({ state, typed } satisfies SavedForm<T>));
}

/** Restores the form's fields, removes the saved copy, and returns the state of the sign-in. */
export function restoreForm<T>(purpose: Purpose): T | undefined {
  const found = tabStorage.read(purpose);
  dropSavedForm(purpose);
  if (found === undefined) return undefined;
  const { state, typed } = JSON.parse(found) as SavedForm<T>;
  for (const field of fields) fillEmpty(field, typed[field] ?? '');
  return state;
}

export function dropSavedForm(purpose: Purpose): void {
  tabStorage.remove(purpose);
}

/** Keeps a value that the visitor typed. */
export function fillEmpty(field: Field, value: string): void {
  const input = control(field);
  if (input.value.trim() !== '' || value === '') return;
  input.value = value.slice(0, input.maxLength);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
