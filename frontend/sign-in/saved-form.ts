import { tabStorage } from '../api/tab-storage.ts';
import { control, type Field, fields } from '../dom/form-fields.ts';

/**
 * Why the form is saved: the visitor goes to a provider, or to WhatsApp, where the browser can discard the page.
 * After a request, the visitor may come back to change the number.
 */
type Purpose = 'sign-in' | 'whatsapp' | 'request';

type Values = Partial<Record<Field, string>>;

type SavedForm<T> = { state: T; typed: Values };

/** What the sign-in filled in. It belongs to the person who signed in, and is never saved. */
let filled: Values = {};

/** Saves what the visitor typed, and the state of a sign-in, in this tab. */
export function saveForm<T>(purpose: Purpose, state: T): void {
  const typed = Object.fromEntries(
    fields.map((field) => [field, isFilled(field) ? '' : control(field).value]),
  );
  // A reload restores one copy, so the newest is the only one.
  dropSavedForm('request');
  tabStorage.write(keyOf(purpose), JSON.stringify({ state, typed } satisfies SavedForm<T>));
}

/** Restores what was typed, removes the saved copy, and returns the state of the sign-in. */
export function restoreForm<T>(purpose: Purpose): T | undefined {
  const state = restoreTyped<T>(purpose);
  dropSavedForm(purpose);
  return state;
}

/** Restores what was typed, and keeps the saved copy. */
export function restoreTyped<T>(purpose: Purpose): T | undefined {
  const found = tabStorage.read(keyOf(purpose));
  if (found === undefined) return undefined;
  const { state, typed } = JSON.parse(found) as SavedForm<T>;
  for (const field of fields) fillEmpty(field, typed[field] ?? '');
  return state;
}

export function dropSavedForm(purpose: Purpose): void {
  tabStorage.remove(keyOf(purpose));
}

export function isFormSaved(purpose: Purpose): boolean {
  return tabStorage.read(keyOf(purpose)) !== undefined;
}

/** On another website, its own scripts use the same storage. */
function keyOf(purpose: Purpose): string {
  return `callback-form-${purpose}`;
}

/** Fills in what a provider says about the person, and removes what it said about another one. */
export function fillFromSignIn(profile: { [field in Field]?: string | undefined }): void {
  removeFilled();
  for (const field of fields)
    if (fillEmpty(field, profile[field] ?? '')) filled[field] = control(field).value;
}

/** Removes what the sign-in filled in. What the visitor changed since is kept. */
export function removeFilled(): void {
  for (const field of fields) if (isFilled(field)) setValue(field, '');
  filled = {};
}

function isFilled(field: Field): boolean {
  return filled[field] !== undefined && control(field).value === filled[field];
}

/** Keeps a value that the visitor typed. Returns whether it filled the field. */
export function fillEmpty(field: Field, value: string): boolean {
  const input = control(field);
  if (input.value.trim() !== '' || value === '') return false;
  setValue(field, value.slice(0, input.maxLength));
  return true;
}

function setValue(field: Field, value: string): void {
  const input = control(field);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
