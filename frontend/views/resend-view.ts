import type { CallbackState } from '../../contract/callback.ts';
import { fill } from '../../languages/fill.ts';
import { element, showText } from '../dom/elements.ts';
import { countdown } from '../words/format.ts';
import { followWords } from '../words/page.ts';

const secondMs = 1_000;

type Code = NonNullable<CallbackState['code']>;
export type CodeWay = Code['by'];

/** Counts down until the visitor can request a new code, by text or by a call. */
export function createResendView({
  onExpired,
  onAsked,
}: {
  /** Called once per expired code. */
  onExpired: () => void;
  onAsked: (by: CodeWay) => void;
}) {
  const text = element('resend-button', HTMLButtonElement);
  const wait = element('resend-wait', HTMLElement);
  const call = document.createElement('button');
  call.id = 'call-button';
  call.type = 'button';
  call.className = text.className;
  wait.before(call, ' ');
  const buttons = { text, call };
  let timer: ReturnType<typeof setInterval> | undefined;
  let reported = '';
  for (const by of ['text', 'call'] as const) buttons[by].addEventListener('click', () => onAsked(by));

  function tick(code: Code, skewMs: number): void {
    const now = Date.now() + skewMs;
    const left = (Date.parse(code.resend_at) - now) / secondMs;
    text.disabled = left > 0;
    call.disabled = left > 0;
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
      showText(call, followWords.code.callMe);
      text.hidden = !code.ways.includes('text');
      call.hidden = !code.ways.includes('call');
      const skewMs = Date.parse(now) - Date.now();
      tick(code, skewMs);
      timer = setInterval(() => tick(code, skewMs), secondMs);
    },
    stop: () => clearInterval(timer),
  };
}
