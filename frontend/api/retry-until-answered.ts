import type { Answer } from './fetch-json.ts';

const delays = [1_000, 2_000, 4_000, 8_000];

/**
 * Asks again and again, until there is an answer that another try would not change. `onLost` is told of every try that
 * came to nothing. Gives `undefined` once `isOver` says that nobody waits any more.
 */
export async function retryUntilAnswered<T>(
  ask: () => Promise<Answer<T>>,
  waiting: { onLost: () => void; isOver: () => boolean },
): Promise<Answer<T> | undefined> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (waiting.isOver()) return undefined;
    const wait = waitAfter(answer, tries);
    if (wait === undefined) return answer;
    waiting.onLost();
    await pause(wait);
    if (waiting.isOver()) return undefined;
  }
}

/** Milliseconds until the next try; none after a real answer. */
function waitAfter(answer: Answer<unknown>, tries: number): number | undefined {
  if (answer.ok) return undefined;
  if (answer.reason === 'network') return delays[Math.min(tries, delays.length - 1)];
  const { code, retry_after = 1 } = answer.problem;
  return code === 'temporarily-unavailable' ? retry_after * 1000 : undefined;
}

/** Waits, but not beyond the moment at which the device is online again. */
function pause(ms: number): Promise<void> {
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
