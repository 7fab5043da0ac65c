import { control, type Field, fields } from '../field-errors.ts';

const key = 'sign-in';

type Luggage = { verifier: string; typed: Partial<Record<Field, string>> };

/** Keeps the verifier, and what was typed, in this tab while the visitor is away at a provider. */
export function packLuggage(verifier: string): void {
  const typed = Object.fromEntries(fields.map((field) => [field, control(field).value]));
  sessionStorage.setItem(key, JSON.stringify({ verifier, typed } satisfies Luggage));
}

/** Puts back what was typed, and gives the verifier out; nothing stays behind. */
export function unpackLuggage(): string | undefined {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  if (kept === null) return undefined;
  const { verifier, typed } = JSON.parse(kept) as Luggage;
  for (const field of fields) fillEmpty(field, typed[field]);
  return verifier;
}

/** What the visitor typed goes before what anybody else says. */
export function fillEmpty(field: Field, value: string | null | undefined): void {
  const input = control(field);
  if (input.value.trim() !== '' || !value) return;
  input.value = value.slice(0, input.maxLength);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
