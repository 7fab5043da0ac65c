import type { Problem } from '../contract/problem.ts';

/** `network` also stands for a proxy that answers in the place of a server that is away. */
export type Answer<T> =
  | { ok: true; body: T }
  | { ok: false; reason: 'network' }
  | { ok: false; reason: 'problem'; problem: Problem };

export type Question = {
  method?: 'GET' | 'POST';
  body?: string;
  headers?: Record<string, string>;
  /** How long to wait for the whole answer, milliseconds. */
  patience?: number;
};

const defaultPatience = 10_000;

/** Asks the API once; never throws. */
export async function ask<T>(url: string, question: Question = {}): Promise<Answer<T>> {
  const { method = 'GET', body, headers = {}, patience = defaultPatience } = question;
  const typed = body === undefined ? headers : { ...headers, 'content-type': 'application/json' };
  try {
    const response = await fetch(url, {
      method,
      headers: typed,
      ...(body === undefined ? {} : { body }),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
    const answer = await response.json();
    if (response.ok) return { ok: true, body: answer };
    return typeof answer.code === 'string' ? { ok: false, reason: 'problem', problem: answer } : network;
  } catch {
    return network;
  }
}

const network = { ok: false, reason: 'network' } as const;
