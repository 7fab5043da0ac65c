import { control, type Field, fields } from '../field-errors.ts';
import { guarded } from '../session.ts';

/** `sign-in` is for a visitor who is away at a provider; `whatsapp` for one who writes, and whose page may be thrown out meanwhile. */
type Trip = 'sign-in' | 'whatsapp';

type Luggage<T> = { kept: T; typed: Partial<Record<Field, string>> };

/** Keeps something, and what was typed, in this tab. */
export function packLuggage<T>(trip: Trip, kept: T): void {
  const typed = Object.fromEntries(fields.map((field) => [field, control(field).value]));
  guarded(() => sessionStorage.setItem(trip, JSON.stringify({ kept, typed } satisfies Luggage<T>)));
}

/** Puts back what was typed, and gives the rest out; nothing stays behind. */
export function unpackLuggage<T>(trip: Trip): T | undefined {
  const found = guarded(() => sessionStorage.getItem(trip));
  dropLuggage(trip);
  if (found === null) return undefined;
  const { kept, typed } = JSON.parse(found) as Luggage<T>;
  for (const field of fields) fillEmpty(field, typed[field]);
  return kept;
}

export function dropLuggage(trip: Trip): void {
  guarded(() => sessionStorage.removeItem(trip));
}

/** What the visitor typed goes before what anybody else says. */
export function fillEmpty(field: Field, value: string | null | undefined): void {
  const input = control(field);
  if (input.value.trim() !== '' || !value) return;
  input.value = value.slice(0, input.maxLength);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
