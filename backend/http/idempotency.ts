import type { Secrets } from '../ports/secrets.ts';

export type IdempotencyKey = { ok: true; key: string | undefined } | { ok: false };

/** 1 to 255 printable ASCII characters; without the header there is no key. */
export function readIdempotencyKey(header: string | string[] | undefined): IdempotencyKey {
  if (header === undefined) return { ok: true, key: undefined };
  const key = Array.isArray(header) ? header.join(', ') : header;
  return /^[\x20-\x7e]{1,255}$/.test(key) ? { ok: true, key } : { ok: false };
}

/** The same for two bodies that ask for the same, whatever the order of their fields. */
export function bodyHash(secrets: Secrets, body: Record<string, string | undefined>): string {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  return secrets.fingerprint('body', JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1))));
}
