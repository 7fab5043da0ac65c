import type { RestError } from './rest-error.ts';

/** What reading a form gives: its value, or the refusal to answer with. */
export type Checked<T> = { ok: true; value: T } | { ok: false; error: RestError };

export const accept = <T>(value: T): Checked<T> => ({ ok: true, value });
export const decline = (error: RestError): Checked<never> => ({ ok: false, error });
