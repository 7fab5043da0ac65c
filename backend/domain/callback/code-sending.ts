import { withNews } from '../with-news.ts';
import { codePolicy, resendAllowedAt } from './code-policy.ts';
import type { CallbackRules } from './rules.ts';
import type { Callback } from './state.ts';
import type { CallbackDecision, Refusal } from './transition.ts';
import { unchanged } from './unchanged.ts';

/** The new code is good for its whole validity: the request does not expire under it. */
export function sendAgain(
  callback: Callback,
  { at }: { at: number },
  rules: CallbackRules,
): CallbackDecision | Refusal {
  const { code, status } = callback;
  if (at < resendAllowedAt(code)) return { refused: 'not-in-this-state', status };
  const sendNumber = code.sendNumber + 1;
  return {
    ...unchanged({ ...callback, code: { sendNumber, sentAt: at, guesses: 0, delivery: 'sending' } }),
    arm: [
      { effect: { kind: 'send-code', sendNumber }, dueAt: at },
      { effect: { kind: 'expire-request' }, dueAt: at + rules.proofPatience },
    ],
    disarm: [{ kind: 'send-code', sendNumber: code.sendNumber }],
  };
}

/** When none is left, nothing is counted any more: guessing on must not cost a write. */
export function countGuess(callback: Callback): CallbackDecision {
  const { code } = callback;
  if (code.guesses >= codePolicy.guesses) return unchanged(callback);
  return unchanged({ ...callback, code: { ...code, guesses: code.guesses + 1 } });
}

/** Only the latest sending's report counts, and what was reported lost stays lost. */
export function noteDelivery(delivery: 'sent' | 'failed') {
  return (callback: Callback, event: { sendNumber: number }): CallbackDecision => {
    const { code } = callback;
    const counts = code.sendNumber === event.sendNumber && code.delivery !== 'failed';
    return unchanged(counts ? withNews(callback, { code: withNews(code, { delivery }) }) : callback);
  };
}
