import type { WhatsappState } from '../../contract/whatsapp.ts';
import type { Answer } from '../api/fetch-json.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';

const interval = 2_000;

/**
 * Asks until the visitor's message has come, and only while somebody looks at the page. Gives `gone` when the server
 * waits for it no more, and `undefined` once `isOver` says that nobody does.
 */
export async function awaitWhatsapp(
  ask: () => Promise<Answer<WhatsappState>>,
  waiting: { onLost: () => void; onAnswer: () => void; isOver: () => boolean },
): Promise<'arrived' | 'gone' | undefined> {
  for (;;) {
    const answer = await retryUntilAnswered(ask, waiting);
    if (answer === undefined) return undefined;
    waiting.onAnswer();
    if (answer.ok && answer.body.state === 'code-sent-back') return 'arrived';
    if (!answer.ok && answer.reason === 'problem' && answer.problem.code === 'not-found') return 'gone';
    await pauseUntilSeen();
    if (waiting.isOver()) return undefined;
  }
}

/** A page that was out of sight, behind WhatsApp for one, asks as soon as it is seen again. */
function pauseUntilSeen(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState === 'hidden') return;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    const timer = setTimeout(look, interval);
    document.addEventListener('visibilitychange', look);
  });
}
