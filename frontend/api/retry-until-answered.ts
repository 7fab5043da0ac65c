import type { Answer } from './fetch-json.ts';

const delaysMs = [1_000, 2_000, 4_000, 8_000];

/**
 * Sends a request until its answer is final: network failures and `temporarily-unavailable` are retried. Calls
 * `onLost` after every failed try. Returns undefined once `isOver` says that the answer is no longer needed.
 */
export async function retryUntilAnswered<T>(
  send: () => Promise<Answer<T>>,
  waiting: { onLost: () => void; isOver: () => boolean },
): Promise<Answer<T> | undefined> {
  for (let tries = 0; ; tries += 1) {
    const answer = await send();
    if (waiting.isOver()) return undefined;
    const delayMs = retryDelayMs(answer, tries);
    if (delayMs === undefined) return answer;
    waiting.onLost();
    await pause(delayMs);
    if (waiting.isOver()) return undefined;
  }
}

/** Returns undefined after a final answer. */
function retryDelayMs(answer: Answer<unknown>, tries: number): number | undefined {
  if (answer.ok) return undefined;
  if (answer.reason === 'network') return delayAfter(tries);
  const { code, retry_after = 1 } = answer.problem;
  return code === 'temporarily-unavailable' ? retry_after * 1000 : undefined;
}

/** Ends early when the device comes online again. */
function pause(ms: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener('online', done);
  });
}

/** Repeats until a file of the page is loaded. Calls `onLost` after every failed try. */
export async function retryUntilLoaded<T>(load: () => Promise<T>, onLost = () => {}): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await load();
    } catch {
      onLost();
      await pause(delayAfter(tries));
    }
  }
}

function delayAfter(tries: number): number | undefined {
  return delaysMs[Math.min(tries, delaysMs.length - 1)];
}
