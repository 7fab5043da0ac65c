import type { Problem } from '../../contract/problem.ts';

/** Whether the API answers, as the page shows it. */
export type Connection = 'connecting' | 'ready' | 'unreachable';

/** `network` also stands for a proxy that answers in the place of a server that is away. */
export type Answer<T> =
  | { ok: true; body: T }
  | { ok: false; reason: 'network' }
  | { ok: false; reason: 'problem'; problem: Problem };

export type FetchOptions = {
  method?: 'GET' | 'POST';
  body?: string;
  headers?: Record<string, string>;
  /** How long to wait for the whole answer, milliseconds. */
  timeoutMs?: number;
};

const defaultTimeoutMs = 10_000;

/** Asks the API once; never throws. */
export async function fetchJson<T>(url: string, question: FetchOptions = {}): Promise<Answer<T>> {
  const { method = 'GET', body, headers = {}, timeoutMs = defaultTimeoutMs } = question;
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

const network = { ok: false, reason: 'network' } as const;
