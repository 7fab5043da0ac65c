import type { FastifyRequest } from 'fastify';

/** The body as a form; an empty one when the request carried none. */
export function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}

export function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : '');
}

/** The last value of a field; undefined when it is missing or blank. */
export function field(form: URLSearchParams, name: string): string | undefined {
  const text = form.getAll(name).at(-1)?.trim() ?? '';
  return text === '' ? undefined : text;
}

/** Whole seconds within bounds; `standard` when missing, NaN when it is anything else. */
export function secondsField(
  form: URLSearchParams,
  name: string,
  { standard, max }: { standard: number; max: number },
): number {
  const text = field(form, name);
  if (text === undefined) return standard;
  return /^\d{1,6}$/.test(text) && Number(text) > 0 && Number(text) <= max ? Number(text) : Number.NaN;
}
