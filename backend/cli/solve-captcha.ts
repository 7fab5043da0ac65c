import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type { CaptchaPuzzle } from '../../contract/captcha.ts';

type Site = { captcha: { kind: 'none' | 'altcha' | 'recaptcha' } };

/** Does the work that a visitor's browser would do. Throws where a person is asked for, or the API does not answer. */
export async function solveCaptcha(baseUrl: string): Promise<string | undefined> {
  const { captcha } = await read<Site>(`${baseUrl}/api/v1/site`);
  if (captcha.kind === 'none') return undefined;
  if (captcha.kind === 'recaptcha') {
    throw Object.assign(new Error('Google reCAPTCHA asks for a person. Leave its keys out to try this.'), {
      code: 'captcha-needs-person',
    });
  }
  const challenge = await read<CaptchaPuzzle>(`${baseUrl}/api/v1/captcha`);
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`GET ${new URL(url).pathname}: ${response.status}`);
  return (await response.json()) as T;
}
