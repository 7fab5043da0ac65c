import type { RestError } from './rest-error.ts';

/** What reading a form gives: its value, or the refusal to answer with. */
export type Checked<T> = { ok: true; value: T } | { ok: false; error: RestError };

export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function decline(error: RestError): Checked<never> {
  return { ok: false, error };
}
