/** One raw HTTP request. `path` includes the query exactly as it was sent. */
export type RawRequest = {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
};

export type Parsed<T> =
  | { ok: true; webhook: T }
  | { ok: false; reason: 'unknown-webhook' }
  /** `signedFor`: the carrier signed it, but for this address of ours in place of the one that is configured. */
  | { ok: false; reason: 'bad-signature'; signedFor?: string };
