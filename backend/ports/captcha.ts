/** A proof-of-work puzzle of ALTCHA's: https://altcha.org/docs/ */
export type CaptchaPuzzle = {
  parameters: {
    algorithm: 'SHA-256';
    nonce: string;
    salt: string;
    cost: number;
    keyLength: number;
    keyPrefix: string;
    data: { expires_at: number };
  };
  signature: string;
};

export type CaptchaChecked =
  /** `solved` is to be remembered until it expires, where whoever checked does not see to it. */
  | { ok: true; solved: { challenge: string; expiresAt: number } | undefined }
  | { ok: false; reason: 'captcha-required' | 'captcha-refused' | 'captcha-unavailable' };

/** How a page shows that a person, or at least some work, stands behind a request. */
export type Captcha = {
  kind: 'none' | 'altcha' | 'recaptcha';
  /** What the page needs for a captcha of somebody else's. */
  siteKey: string | undefined;
  /** A fresh puzzle; undefined where this side makes none. */
  puzzle(): Promise<CaptchaPuzzle | undefined>;
  check(solution: string | undefined): Promise<CaptchaChecked>;
};
