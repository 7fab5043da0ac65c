/** A proof-of-work puzzle of ALTCHA: https://altcha.org/docs/ */
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
  /** `solved` must be remembered until it expires; `undefined` when the captcha service remembers it. */
  | { ok: true; solved: { challenge: string; expiresAt: number } | undefined }
  | { ok: false; reason: 'captcha-required' | 'captcha-refused' | 'captcha-unavailable' };

/** Makes a page prove that a person, or at least some computing work, is behind a request. */
export type Captcha = {
  kind: 'none' | 'altcha' | 'recaptcha';
  /** The key that the page needs for an external captcha service. */
  siteKey: string | undefined;
  /** Returns a new puzzle; `undefined` for a captcha without puzzles of its own. */
  puzzle(): Promise<CaptchaPuzzle | undefined>;
  check(solution: string | undefined): Promise<CaptchaChecked>;
};
