import { type Signal, untracked, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Answer, Failure } from '../../../api/fetch-json.ts';
import { onRefresh } from '../../flow/refresh.ts';
import { phase } from '../../state/session.ts';

export type Read<T> = {
  body: Signal<T | undefined>;
  failure: Signal<Failure | undefined>;
  again: () => Promise<void>;
};

/** Reads what a page shows when it opens, at each sign-in and refresh, and every `everyMs`. The last body stays when a read fails. */
export function useRead<T>(read: () => Promise<Answer<T>>, everyMs?: number): Read<T> {
  const body = useSignal<T | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);

  async function again(): Promise<void> {
    const answer = await read();
    failure.value = answer.ok ? undefined : answer;
    if (answer.ok) body.value = answer.body;
  }

  // A sign-in after an ended session reads again: what is shown may be old.
  useSignalEffect(() => {
    if (phase.value === 'signed-in') untracked(() => void again());
  });
  useEffect(() => {
    const leave = onRefresh(again);
    const timer = everyMs === undefined ? undefined : setInterval(readIfSeen, everyMs);
    function readIfSeen(): void {
      if (!document.hidden) void again();
    }
    return () => {
      leave();
      clearInterval(timer);
    };
  }, []);
  return { body, failure, again };
}
