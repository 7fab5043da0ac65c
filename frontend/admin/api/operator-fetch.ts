import type { Problem } from '../../../contract/problem.ts';
import type { Answer } from '../../api/fetch-json.ts';
import { isByPerson } from './acts.ts';

/** How requests prove the operator: a cookie of this server, or a bearer session held in memory. */
export type Access = { base: string; bearer: string | undefined };

type Sent = {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  keepalive?: boolean;
  /** The body proves once more who acts. A wrong token in it does not end the session. */
  isProof?: boolean;
};

const timeoutMs = 15_000;
const network = { ok: false, reason: 'network' } as const;

let access: Access = { base: '', bearer: undefined };

export function useAccess(next: Access): void {
  access = next;
}

export function currentAccess(): Access {
  return access;
}

export type Seen = { ok: boolean; code: string | undefined; isAct: boolean; hasEnded: boolean };
let noteAnswer: (seen: Seen) => void = () => {};

/** Reports each request's result to `listener`: the whole page must know of an ended session or a lost network. */
export function observeAnswers(listener: (seen: Seen) => void): void {
  noteAnswer = listener;
}

/** Whether the server that answers also served this page, so that it can keep the session in a cookie. */
export function isServedByBackend(): boolean {
  return access.base === location.origin;
}

/** Sends one request to the operator's API and returns the raw response. Throws when the network fails. */
export function sendOperator(
  path: string,
  { method, body, signal, keepalive }: Sent = {},
): Promise<Response> {
  return fetch(`${access.base}/api/v1/admin${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(access.bearer === undefined ? {} : { authorization: `Bearer ${access.bearer}` }),
      // Proves to the server that its own page sent the cookie. Other origins may not send it.
      ...(isServedByBackend() ? { 'x-operator': '1' } : {}),
      ...(isByPerson() ? {} : { 'x-operator-refresh': '1' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: isServedByBackend() ? 'same-origin' : 'omit',
    cache: 'no-store',
    ...(signal === undefined ? {} : { signal }),
    ...(keepalive === undefined ? {} : { keepalive }),
  });
}

/** Sends one request and reads the JSON answer. Never throws and never retries. */
export async function askOperator<T>(path: string, sent: Sent = {}): Promise<Answer<T>> {
  const isAct = isByPerson();
  const answer = await readAnswer<T>(path, sent);
  const code = !answer.ok && answer.reason === 'problem' ? answer.problem.code : undefined;
  if (sent.signal?.aborted !== true) noteAnswer({ ok: answer.ok, code, isAct, hasEnded: isEnd(code, sent) });
  return answer;
}

function isEnd(code: string | undefined, { isProof }: Sent): boolean {
  return code === 'operator-session-ended' || (code === 'operator-token-wrong' && isProof !== true);
}

async function readAnswer<T>(path: string, sent: Sent): Promise<Answer<T>> {
  try {
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = sent.signal === undefined ? limit : AbortSignal.any([limit, sent.signal]);
    const response = await sendOperator(path, { ...sent, signal });
    if (response.status === 204) return { ok: true, body: undefined as T };
    const answer = await response.json();
    if (response.ok) return { ok: true, body: answer };
    return typeof answer.code === 'string'
      ? { ok: false, reason: 'problem', problem: answer as Problem }
      : network;
  } catch {
    return network;
  }
}
