import type { Clock } from '../../ports/clock.ts';
import type { Change, Committed } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';
import type { Engine, Written } from './engine.ts';
import { limitReads } from './read/limit-reads.ts';
import { lineReads } from './read/line-reads.ts';
import { recordReads } from './read/record-reads.ts';
import { compileChange } from './write/compile-change.ts';
import { effectQueries } from './write/effect-queue.ts';

type Touched = { requestId: string; armed: boolean };

/** The store over whichever database the engine speaks to. */
export function createStore({ engine, clock }: { engine: Engine; clock: Clock }): Store {
  const listeners = new Set<(touched: Touched) => void>();

  async function commit(change: Change): Promise<Committed> {
    const { callback, steps, wake } = compileChange(engine, change, clock.now());
    const written = await engine.write(steps);
    if (!written.ok) return written;
    const woke = wake !== undefined && hits(written, steps.indexOf(wake)) > 0;
    const armed = woke || (change.arm ?? []).length > 0;
    for (const listener of [...listeners]) listener({ requestId: callback.requestId, armed });
    return { ok: true, callback };
  }

  return {
    moved: engine.moved,
    ...recordReads(engine),
    ...limitReads(engine),
    ...lineReads(engine),
    ...effectQueries(engine),
    commit,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => engine.probe(),
    close: () => engine.close(),
  };
}

function hits(written: Extract<Written, { ok: true }>, step: number): number {
  return written.results[step]?.count ?? 0;
}
