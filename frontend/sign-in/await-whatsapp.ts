import type { WhatsappState } from '../../contract/whatsapp.ts';
import type { Answer } from '../api/fetch-json.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';

const intervalMs = 2_000;

/**
 * Polls until the visitor's WhatsApp message has arrived, only while the page is visible. Returns `gone` when the
 * sign-in has expired on the server. Returns undefined once `isOver` says that the result is no longer needed.
 */
export async function awaitWhatsapp(
  read: () => Promise<Answer<WhatsappState>>,
  waiting: { onLost: () => void; onAnswer: () => void; isOver: () => boolean },
): Promise<'arrived' | 'gone' | undefined> {
  for (;;) {
    const answer = await retryUntilAnswered(read, waiting);
    if (answer === undefined) return undefined;
    waiting.onAnswer();
    if (answer.ok && answer.body.state === 'code-sent-back') return 'arrived';
    if (!answer.ok && answer.reason === 'problem' && answer.problem.code === 'not-found') return 'gone';
    await pauseUntilVisible();
    if (waiting.isOver()) return undefined;
  }
}

/** Ends early when the page becomes visible again, for example after WhatsApp covered it. */
function pauseUntilVisible(): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (document.visibilityState === 'hidden') return;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', check);
      resolve();
    };
    const timer = setTimeout(check, intervalMs);
    document.addEventListener('visibilitychange', check);
  });
}
