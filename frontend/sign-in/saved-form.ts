import { tryStorage } from '../api/tab-storage.ts';
import { control, type Field, fields } from '../dom/form-fields.ts';

/** `sign-in` is for a visitor who is away at a provider; `whatsapp` for one who writes, and whose page may be thrown out meanwhile. */
type Purpose = 'sign-in' | 'whatsapp';

type SavedForm<T> = { kept: T; typed: Partial<Record<Field, string>> };

/** Keeps something, and what was typed, in this tab. */
export function saveForm<T>(trip: Purpose, kept: T): void {
  const typed = Object.fromEntries(fields.map((field) => [field, control(field).value]));
  tryStorage(() => sessionStorage.setItem(trip, JSON.stringify({ kept, typed } satisfies SavedForm<T>)));
}

/** Puts back what was typed, and gives the rest out; nothing stays behind. */
export function restoreForm<T>(trip: Purpose): T | undefined {
  const found = tryStorage(() => sessionStorage.getItem(trip));
  dropSavedForm(trip);
  if (found === null) return undefined;
  const { kept, typed } = JSON.parse(found) as SavedForm<T>;
  for (const field of fields) fillEmpty(field, typed[field]);
  return kept;
}

export function dropSavedForm(trip: Purpose): void {
  tryStorage(() => sessionStorage.removeItem(trip));
}

/** What the visitor typed goes before what anybody else says. */
export function fillEmpty(field: Field, value: string | null | undefined): void {
  const input = control(field);
  if (input.value.trim() !== '' || !value) return;
  input.value = value.slice(0, input.maxLength);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
