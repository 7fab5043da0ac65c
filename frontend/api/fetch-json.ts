import type { Problem } from '../../contract/problem.ts';

/** Whether the API can be reached, as the page shows it. */
export type Connection = 'connecting' | 'ready' | 'unreachable';

/** `network` also means a proxy that answered for an API that is down. */
export type Failure = { ok: false; reason: 'network' } | { ok: false; reason: 'problem'; problem: Problem };

export type Answer<T> = { ok: true; body: T } | Failure;

export type FetchOptions = {
  method?: 'GET' | 'POST';
  body?: string;
  headers?: Record<string, string>;
  /** Maximum time for the whole answer. */
  timeoutMs?: number;
};

const defaultTimeoutMs = 10_000;
export const network = { ok: false, reason: 'network' } as const;

/** Sends one request and reads the JSON answer. Never throws and never retries. */
export async function fetchJson<T>(url: string, options: FetchOptions = {}): Promise<Answer<T>> {
  const { method = 'GET', body, headers = {}, timeoutMs = defaultTimeoutMs } = options;
  const typed = body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  try {
    const response = await fetch(url, {
      method,
      headers: typed,
      ...(body === undefined ? {} : { body }),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = await response.json();
    if (response.ok) return { ok: true, body: answer };
    return typeof answer.code === 'string' ? { ok: false, reason: 'problem', problem: answer } : network;
  } catch {
    return network;
  }
}
