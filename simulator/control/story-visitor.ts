import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';

type Site = { captcha: { kind: string }; phone?: { example: string } };
type Callback = { request_id: string; phone: string; outcome?: string; message: string };

const timeoutMs = 10_000;

/** The visitor of the story: uses the application's public API as its page does. Throws what the application refuses. */
export function createStoryVisitor(applicationUrl: string, signal: AbortSignal) {
  async function send<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${applicationUrl}/api/v1${path}`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
    });
    const answer = (await response.json()) as T & { detail?: string };
    if (!response.ok) throw new Error(answer.detail ?? `${path} was answered with ${response.status}.`);
    return answer;
  }

  async function solveCaptcha({ captcha }: Site): Promise<string | undefined> {
    if (captcha.kind !== 'altcha') return undefined;
    const challenge = await send<Parameters<typeof solveChallenge>[0]['challenge']>('/captcha');
    const solution = await solveChallenge({ challenge, deriveKey });
    return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  }

  return {
    /** Asks with a number like the example that the application's form shows. */
    async request(numberLike: (example: string) => string): Promise<Callback> {
      const site = await send<Site>('/site');
      return send('/callbacks', {
        name: 'Ada Example',
        phone: numberLike(site.phone?.example ?? '201 555 0123'),
        subject: 'A leaking tap',
        captcha: await solveCaptcha(site),
      });
    },
    verify: (id: string, code: string) => send(`/callbacks/${id}/verify`, { code }),
    read: (id: string) => send<Callback>(`/callbacks/${id}`),
  };
}
