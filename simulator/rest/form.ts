import type { FastifyRequest } from 'fastify';

/** Returns the body as a form; an empty one when the request has no form. */
export function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

export function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
}

/** Returns the last value of a field; undefined when it is missing or blank. */
export function field(form: URLSearchParams, name: string): string | undefined {
  const text = form.getAll(name).at(-1)?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** Reads whole seconds from 1 to `max`. Returns `defaultSeconds` when missing and NaN when invalid. */
export function secondsField(
  form: URLSearchParams,
  name: string,
  { defaultSeconds, max }: { defaultSeconds: number; max: number },
): number {
  const text = field(form, name);
  if (text === undefined) return defaultSeconds;
  return /^\d{1,6}$/.test(text) && Number(text) > 0 && Number(text) <= max ? Number(text) : Number.NaN;
}
