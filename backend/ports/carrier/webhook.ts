/** A raw HTTP request. `path` includes the query exactly as it was sent. */
export type RawRequest = {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
};

export type Parsed<T> =
  | { ok: true; webhook: T }
  | { ok: false; reason: 'unknown-webhook' }
  /** `signedFor`: the carrier signed the request for this address instead of the configured one. */
  | { ok: false; reason: 'bad-signature'; signedFor?: string };
