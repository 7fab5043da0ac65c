import { z } from 'zod';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';

/** Google's own: https://developers.google.com/recaptcha/docs/verify */
const googlesAddress = 'https://www.google.com/recaptcha/api/siteverify';

/** Milliseconds that an answer may take. */
const patience = 5_000;

/** A token is good for two minutes at Google; a little more covers clocks that differ. */
const oldest = 180_000;

const answer = z.object({
  success: z.boolean(),
  challenge_ts: z.string().optional(),
  hostname: z.string().optional(),
  'error-codes': z.array(z.string()).optional(),
});

type Answer = z.infer<typeof answer>;

const refused: CaptchaChecked = { ok: false, reason: 'captcha-refused' };
const unavailable: CaptchaChecked = { ok: false, reason: 'captcha-unavailable' };

/** What Google says when it is our own keys that are wrong. */
const ourFault = ['missing-input-secret', 'invalid-input-secret', 'bad-request'];

/**
 * Google reCAPTCHA v2. Tokens work once at Google, so nothing is remembered here. While Google does not answer,
 * nobody is let in: whoever can make it fail must not get past it.
 */
export function createRecaptcha(options: {
  siteKey: string;
  secretKey: string;
  /** Of the pages that may ask. */
  hostnames: readonly string[];
  clock: Clock;
  log: Log;
  address?: string;
}): Captcha {
  const { siteKey, hostnames, clock, log } = options;
  return {
    kind: 'recaptcha',
    siteKey,
    puzzle: async () => undefined,
    async check(solution) {
      if (solution === undefined) return { ok: false, reason: 'captcha-required' };
      const said = await ask(options, solution);
      if (said === undefined) return unavailable;
      const codes = said['error-codes'] ?? [];
      if (codes.some((code) => ourFault.includes(code))) {
        log.error('Google refuses our reCAPTCHA keys', {
          codes: codes.join(),
          fix: 'check RECAPTCHA_SECRET_KEY',
        });
        return unavailable;
      }
      if (!said.success || !isRecent(said, clock.now())) return refused;
      if (said.hostname === undefined || !hostnames.includes(said.hostname)) {
        log.warn('a captcha was solved on a page that is not ours', { hostname: said.hostname });
        return refused;
      }
      return { ok: true, solved: undefined };
    },
  };
}

function isRecent({ challenge_ts: solvedAt }: Answer, at: number): boolean {
  const age = at - Date.parse(solvedAt ?? '');
  return age <= oldest && age >= -oldest;
}

async function ask(
  { secretKey, log, address = googlesAddress }: { secretKey: string; log: Log; address?: string },
  token: string,
): Promise<Answer | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      body: new URLSearchParams({ secret: secretKey, response: token }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    return answer.parse(await response.json());
  } catch (cause) {
    log.warn('Google did not check a captcha', {}, cause);
    return undefined;
  }
}
