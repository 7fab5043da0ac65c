import { setTimeout as sleep } from 'node:timers/promises';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { CallbackState } from '../../../contract/callback.ts';
import type { CaptchaPuzzle } from '../../../contract/captcha.ts';
import type { SiteInfo } from '../../../contract/site.ts';

export type Visitor = ReturnType<typeof createVisitor>;

const endStatuses = ['completed', 'failed', 'cancelled'];

function isOver({ status, notice }: CallbackState): boolean {
  return endStatuses.includes(status) && notice !== 'sending';
}

/** A server that stops, or is killed, would cut the next request on a connection that is kept open. */
const oneRequest = { connection: 'close' };

/** Creates a visitor who uses the public API instead of the page. Errors carry the problem's `code`. */
export function createVisitor(options: { baseUrl: string; address?: string }) {
  const headers = {
    'content-type': 'application/json',
    ...oneRequest,
    ...(options.address === undefined ? {} : { 'x-forwarded-for': options.address }),
  };

  async function call(method: string, path: string, body?: unknown): Promise<CallbackState> {
    const response = await fetch(`${options.baseUrl}/api/v1${path}`, {
      method,
      headers: body === undefined ? { ...headers, 'content-type': 'text/plain' } : headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = (await response.json()) as CallbackState & { code?: string; detail?: string };
    if (!response.ok) {
      throw Object.assign(new Error(`${method} ${path.replace(/[\w-]{22}/, ':id')}: ${answer.detail}`), {
        code: answer.code,
      });
    }
    return answer;
  }

  return {
    async request(body: { name: string; phone: string; email?: string; subject?: string; page?: string }) {
      return call('POST', '/callbacks', { ...body, captcha: await solveCaptcha(options.baseUrl) });
    },
    verify: (id: string, code: string) => call('POST', `/callbacks/${id}/verify`, { code }),
    cancel: (id: string) => call('POST', `/callbacks/${id}/cancel`, {}),
    read: (id: string) => call('GET', `/callbacks/${id}`),
    /** Reports every new state until the callback has ended, and returns the last. Throws `never-ended`. */
    async follow(
      id: string,
      onState: (state: CallbackState) => void,
      timeoutMs: number,
    ): Promise<CallbackState> {
      const deadline = Date.now() + timeoutMs;
      let lastVersion = -1;
      for (;;) {
        const state = await call('GET', `/callbacks/${id}`);
        if (state.version > lastVersion) onState(state);
        lastVersion = state.version;
        if (isOver(state)) return state;
        if (Date.now() > deadline) {
          throw Object.assign(
            new Error(`The callback is still ${state.status} after ${timeoutMs / 1000} s.`),
            { code: 'never-ended' },
          );
        }
        await sleep(50);
      }
    },
  };
}

/**
 * Solves the captcha as the visitor's browser would. Returns `undefined` when the server needs no solution. Throws
 * `captcha-needs-person` for reCAPTCHA.
 */
export async function solveCaptcha(baseUrl: string): Promise<string | undefined> {
  const { captcha } = await getJson<Pick<SiteInfo, 'captcha'>>(`${baseUrl}/api/v1/site`);
  if (captcha.kind === 'none') return undefined;
  if (captcha.kind === 'recaptcha') {
    throw Object.assign(
      new Error('Google reCAPTCHA needs a person. Leave its keys empty to use this command.'),
      { code: 'captcha-needs-person' },
    );
  }
  const challenge = await getJson<CaptchaPuzzle>(`${baseUrl}/api/v1/captcha`);
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { headers: oneRequest, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`GET ${new URL(url).pathname}: ${response.status}`);
  return (await response.json()) as T;
}
