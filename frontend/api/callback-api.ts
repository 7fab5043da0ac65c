import type { CallbackState } from '../../contract/callback.ts';
import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import type { SiteInfo } from '../../contract/site.ts';
import { type Answer, type Connection, type FetchOptions, fetchJson, network } from './fetch-json.ts';
import type { BackendFinder } from './find-backend.ts';
import { bearerHeader } from './visitor-session.ts';

export type CallbackApi = ReturnType<typeof createCallbackApi>;

/**
 * The API's routes for visitors. Calls `onConnection` after every answer. A problem is returned after `beforeProblem`, which
 * loads the words for it. Without them it counts as a network failure.
 */
export function createCallbackApi(
  backend: BackendFinder,
  {
    onConnection,
    beforeProblem,
  }: { onConnection: (state: Connection) => void; beforeProblem: () => Promise<void> },
) {
  async function call<T>(path: string, options?: FetchOptions): Promise<Answer<T>> {
    const found = await backend.find();
    const answer = found.ok ? await fetchJson<T>(`${found.body.base}/api/v1${path}`, options) : found;
    const told =
      answer.ok || answer.reason === 'network'
        ? answer
        : await beforeProblem().then(
            () => answer,
            () => network,
          );
    const isLost = !told.ok && told.reason === 'network';
    onConnection(isLost ? 'unreachable' : 'ready');
    return told;
  }

  const post = (path: string, options: FetchOptions = {}) =>
    call<CallbackState>(path, { method: 'POST', ...options });

  return {
    site: () => call<SiteInfo>('/site'),
    puzzle: () => call<CaptchaPuzzle>('/captcha'),
    request: (fields: object, idempotencyKey: string, captcha: string | undefined) =>
      post('/callbacks', {
        body: JSON.stringify({ ...fields, captcha }),
        headers: { 'idempotency-key': idempotencyKey, ...bearerHeader() },
      }),
    verify: (id: string, code: string) => post(`/callbacks/${id}/verify`, { body: JSON.stringify({ code }) }),
    resend: (id: string, captcha: string | undefined, by: 'text' | 'call') =>
      post(`/callbacks/${id}/code`, { body: JSON.stringify({ captcha, by }) }),
    cancel: (id: string) => post(`/callbacks/${id}/cancel`),
    read: (id: string) => call<CallbackState>(`/callbacks/${id}`),
    /** Address of the callback's event stream; undefined while no API is found. */
    async eventsUrl(id: string): Promise<string | undefined> {
      const found = await backend.find();
      return found.ok ? `${found.body.base}/api/v1/callbacks/${id}/events` : undefined;
    },
  };
}

/** Gives equal content the same idempotency key, so that a retried request counts once. */
export function createIdempotencyKeys() {
  let last = { content: '', key: '' };
  return {
    keyFor(content: string): string {
      if (last.content !== content) last = { content, key: randomKey() };
      return last.key;
    },
    /** Makes the next request a new one, even if its content is the same. */
    renew(): void {
      last = { content: '', key: '' };
    },
  };
}

/** `crypto.randomUUID` is missing on pages without https. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
