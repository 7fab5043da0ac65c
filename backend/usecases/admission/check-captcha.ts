import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { Store } from '../../ports/store/store.ts';

/** A solution counts once; whoever comes with a used one is told before anything is written. */
export async function checkCaptcha(
  { captcha, store }: { captcha: Captcha; store: Store },
  solution: string | undefined,
): Promise<CaptchaChecked> {
  const checked = await captcha.check(solution);
  if (!checked.ok || checked.solved === undefined) return checked;
  const used = await store.isChallengeUsed(checked.solved.challenge);
  return used ? { ok: false, reason: 'captcha-refused' } : checked;
}
