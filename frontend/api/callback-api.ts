import type { CallbackState } from '../../contract/callback.ts';
import type { CaptchaPuzzle } from '../../contract/captcha.ts';
import type { SiteInfo } from '../../contract/site.ts';
import { type Answer, type Connection, type FetchOptions, fetchJson } from './fetch-json.ts';
import type { BackendFinder } from './find-backend.ts';
import { bearerHeader } from './visitor-session.ts';

export type CallbackApi = ReturnType<typeof createCallbackApi>;

/** What the page asks of the API, wherever that is. `onConnection` learns from every answer whether it is there. */
export function createCallbackApi(backend: BackendFinder, onConnection: (state: Connection) => void) {
  async function call<T>(path: string, question?: FetchOptions): Promise<Answer<T>> {
    const found = await backend.find();
    const answer = found.ok ? await fetchJson<T>(`${found.body.base}/api/v1${path}`, question) : found;
    const lost = !answer.ok && answer.reason === 'network';
    onConnection(lost ? 'unreachable' : 'ready');
    return answer;
  }

  const post = (path: string, more: FetchOptions = {}) =>
    call<CallbackState>(path, { method: 'POST', ...more });

  return {
    site: () => call<SiteInfo>('/site'),
    puzzle: () => call<CaptchaPuzzle>('/captcha'),
    request: (body: string, key: string, captcha: string | undefined) =>
      post('/callbacks', {
        body: JSON.stringify({ ...JSON.parse(body), captcha }),
        headers: { 'idempotency-key': key, ...bearerHeader() },
      }),
    verify: (id: string, code: string) => post(`/callbacks/${id}/verify`, { body: JSON.stringify({ code }) }),
    resend: (id: string) => post(`/callbacks/${id}/code`),
    cancel: (id: string) => post(`/callbacks/${id}/cancel`),
    read: (id: string) => call<CallbackState>(`/callbacks/${id}`),
    /** Where the request's events come from; undefined while no API is found. */
    async eventsUrl(id: string): Promise<string | undefined> {
      const found = await backend.find();
      return found.ok ? `${found.body.base}/api/v1/callbacks/${id}/events` : undefined;
    },
  };
}

/** The body of a request for a call, and a key under which it counts once however often it is sent. */
export function createOutbox() {
  let last = { body: '', key: '' };
  return {
    prepare(request: Record<string, string | undefined>): { body: string; key: string } {
      const body = JSON.stringify(request);
      if (last.body !== body) last = { body, key: randomKey() };
      return last;
    },
    /** The next request is another one, even if it says the same. */
    clear() {
      last = { body: '', key: '' };
    },
  };
}

/** crypto.randomUUID is missing on pages that come without https. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
