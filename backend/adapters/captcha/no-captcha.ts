import type { Captcha } from '../../ports/captcha.ts';

/** Accepts every request; for tests and measurements. */
export const noCaptcha: Captcha = {
  kind: 'none',
  siteKey: undefined,
  puzzle: async () => undefined,
  check: async () => ({ ok: true, solved: undefined }),
};
