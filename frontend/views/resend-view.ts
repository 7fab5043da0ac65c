import type { CallbackState } from '../../contract/callback.ts';
import { fill } from '../../languages/fill.ts';
import { element, showText } from '../dom/elements.ts';
import { countdown } from '../words/format.ts';
import { followWords } from '../words/page.ts';

const secondMs = 1_000;

/** Counts down until the visitor can request a new code. Calls `onExpired` once per expired code. */
export function createResendView(onExpired: () => void) {
  const button = element('resend-button', HTMLButtonElement);
  const wait = element('resend-wait', HTMLElement);
  let timer: ReturnType<typeof setInterval> | undefined;
  let reported = '';

  function tick(code: NonNullable<CallbackState['code']>, skewMs: number): void {
    const now = Date.now() + skewMs;
    const left = (Date.parse(code.resend_at) - now) / secondMs;
    button.disabled = left > 0;
    showText(wait, left > 0 ? fill(followWords.code.resendIn, { time: countdown(left) }) : '');
    if (Date.parse(code.expires_at) > now || reported === code.expires_at) return;
    reported = code.expires_at;
    onExpired();
  }

  return {
    /** Corrects the visitor's clock by its difference from the server's. */
    show({ code, now }: CallbackState): void {
      clearInterval(timer);
      if (code === null) return;
      const skewMs = Date.parse(now) - Date.now();
      tick(code, skewMs);
      timer = setInterval(() => tick(code, skewMs), secondMs);
    },
    stop: () => clearInterval(timer),
  };
}
