import type { CallbackState } from '../../contract/callback.ts';
import { element, showText } from '../dom/elements.ts';
import { countdown } from '../words/format.ts';
import { words } from '../words/page.ts';

const second = 1_000;

/** Counts down until another code may be asked for, and notices when the code has become too old. */
export function createResendView(onExpired: () => void) {
  const button = element('resend-button', HTMLButtonElement);
  const wait = element('resend-wait', HTMLElement);
  let timer: ReturnType<typeof setInterval> | undefined;
  let expired = '';

  function tick(code: NonNullable<CallbackState['code']>, skew: number): void {
    const now = Date.now() + skew;
    const left = (Date.parse(code.resend_at) - now) / second;
    button.disabled = left > 0;
    showText(wait, left > 0 ? words.code.resendIn(countdown(left)) : '');
    if (Date.parse(code.expires_at) > now || expired === code.expires_at) return;
    expired = code.expires_at;
    onExpired();
  }

  return {
    /** The visitor's clock may be wrong: what counts is how far it is from the server's. */
    show({ code, now }: CallbackState): void {
      clearInterval(timer);
      if (code === null) return;
      const skew = Date.parse(now) - Date.now();
      tick(code, skew);
      timer = setInterval(() => tick(code, skew), second);
    },
    stop: () => clearInterval(timer),
  };
}
