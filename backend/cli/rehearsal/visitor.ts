import { setTimeout as sleep } from 'node:timers/promises';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { CaptchaPuzzle } from '../../../contract/captcha.ts';

/** The fields of a callback's state that the command line looks at; the whole is in the API's description. */
export type SeenState = {
  request_id: string;
  reference: string;
  status: string;
  step?: string | null;
  outcome?: string | null;
  notice: string;
  message: string;
  version: number;
};

const endStatuses = ['completed', 'failed', 'cancelled'];

function isOver(state: SeenState): boolean {
  return endStatuses.includes(state.status) && state.notice !== 'sending';
}

/** A visitor of the page, without the page: speaks the public API and nothing else. */
export function createVisitor(options: { baseUrl: string; address?: string }) {
  const headers = {
    'content-type': 'application/json',
    ...(options.address === undefined ? {} : { 'x-forwarded-for': options.address }),
  };

  async function call(method: string, path: string, body?: unknown): Promise<SeenState> {
    const response = await fetch(`${options.baseUrl}/api/v1${path}`, {
      method,
      headers: body === undefined ? { ...headers, 'content-type': 'text/plain' } : headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = (await response.json()) as SeenState & { code?: string; detail?: string };
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
    /** Tells every new state until the request is over, and gives back the last. */
    async follow(id: string, onState: (state: SeenState) => void, patience: number): Promise<SeenState> {
      const until = Date.now() + patience;
      let seen = -1;
      for (;;) {
        const state = await call('GET', `/callbacks/${id}`);
        if (state.version > seen) onState(state);
        seen = state.version;
        if (isOver(state)) return state;
        if (Date.now() > until) {
          throw Object.assign(new Error(`The request is still ${state.status} after ${patience / 1000} s.`), {
            code: 'never-ended',
          });
        }
        await sleep(50);
      }
    },
  };
}

type Site = { captcha: { kind: 'none' | 'altcha' | 'recaptcha' } };

/** Does the work that a visitor's browser would do. Throws where a person is asked for, or the API does not answer. */
export async function solveCaptcha(baseUrl: string): Promise<string | undefined> {
  const { captcha } = await getJson<Site>(`${baseUrl}/api/v1/site`);
  if (captcha.kind === 'none') return undefined;
  if (captcha.kind === 'recaptcha') {
    throw Object.assign(new Error('Google reCAPTCHA asks for a person. Leave its keys out to try this.'), {
      code: 'captcha-needs-person',
    });
  }
  const challenge = await getJson<CaptchaPuzzle>(`${baseUrl}/api/v1/captcha`);
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`GET ${new URL(url).pathname}: ${response.status}`);
  return (await response.json()) as T;
}
