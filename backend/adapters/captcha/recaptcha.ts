import { z } from 'zod';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { fetchLimited } from '../web/limited-answer.ts';

/** https://developers.google.com/recaptcha/docs/verify */
const siteVerifyUrl = 'https://www.google.com/recaptcha/api/siteverify';

const timeoutMs = 5_000;

/** Google's tokens live for two minutes; one more minute covers clock differences. */
const maxAgeMs = 180_000;

const answerSchema = z.object({
  success: z.boolean(),
  challenge_ts: z.string().optional(),
  hostname: z.string().optional(),
  'error-codes': z.array(z.string()).optional(),
});

type Answer = z.infer<typeof answerSchema>;

const refused: CaptchaChecked = { ok: false, reason: 'captcha-refused' };
const unavailable: CaptchaChecked = { ok: false, reason: 'captcha-unavailable' };

/** Google's error codes for wrong keys. */
const keyErrors = ['missing-input-secret', 'invalid-input-secret', 'bad-request'];

/**
 * Google reCAPTCHA v2. Google accepts each token once, so nothing is stored here. While Google does not answer, every
 * visitor is refused: an attacker who blocks Google must not get past the check.
 */
export function createRecaptcha(options: {
  siteKey: string;
  secretKey: string;
  /** Hosts of the pages that may request callbacks. */
  hostnames: readonly string[];
  clock: Clock;
  log: Log;
  /** Replaces Google's address in tests. */
  address?: string;
}): Captcha {
  const { siteKey, hostnames, clock, log } = options;
  return {
    kind: 'recaptcha',
    siteKey,
    puzzle: async () => undefined,
    async check(solution) {
      if (solution === undefined) return { ok: false, reason: 'captcha-required' };
      const answer = await verify(options, solution);
      if (answer === undefined) return unavailable;
      const codes = answer['error-codes'] ?? [];
      if (codes.some((code) => keyErrors.includes(code))) {
        log.error('reCAPTCHA keys rejected by Google', {
          codes: codes.join(),
          fix: 'check RECAPTCHA_SECRET_KEY',
        });
        return unavailable;
      }
      if (!answer.success || !isRecent(answer, clock.now())) return refused;
      if (answer.hostname === undefined || !hostnames.includes(answer.hostname)) {
        log.warn('captcha solved on a foreign page', {
          hostname: answer.hostname,
          fix: 'if this is your page, add its origin to ALLOWED_ORIGINS',
        });
        return refused;
      }
      return { ok: true, solved: undefined };
    },
  };
}

function isRecent({ challenge_ts: solvedAt }: Answer, now: number): boolean {
  const age = now - Date.parse(solvedAt ?? '');
  return age <= maxAgeMs && age >= -maxAgeMs;
}

async function verify(
  { secretKey, log, address = siteVerifyUrl }: { secretKey: string; log: Log; address?: string },
  token: string,
): Promise<Answer | undefined> {
  try {
    const response = await fetchLimited(address, {
      method: 'POST',
      body: new URLSearchParams({ secret: secretKey, response: token }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return answerSchema.parse(await response.json());
  } catch (cause) {
    log.warn('captcha not checked: no valid answer from Google', {}, cause);
    return undefined;
  }
}
