import type { Clock } from '../../ports/clock.ts';
import type { Change, Committed } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';
import { createEffectQueue } from './effects/effect-queue.ts';
import { createNoticeGroups } from './effects/notice-groups.ts';
import type { Engine, Touched, Written } from './engine.ts';
import { createAdmissionHistory } from './read/admission-history.ts';
import { callbackReads } from './read/callback-reads.ts';
import { lineReads } from './read/line-reads.ts';
import { compileChange, messageUpdate } from './write/compile-change.ts';
import { createStoredTimes } from './write/move-times.ts';

/** Creates the store on the engine of a database. `webhookAddresses`: ids of those that are told of changes of state. */
export function createStore({
  engine,
  clock,
  webhookAddresses = [],
}: {
  engine: Engine;
  clock: Clock;
  webhookAddresses?: readonly string[];
}): Store {
  const listeners = new Set<(touched: Touched) => void>();

  async function commit(change: Change): Promise<Committed> {
    const { callback, steps, wake } = compileChange(engine, change, clock.now(), webhookAddresses);
    const written = await engine.write(steps);
    if (!written.ok) return written;
    const woke = wake !== undefined && changedRows(written, steps.indexOf(wake)) > 0;
    const armed = woke || (change.arm ?? []).length > 0;
    const touched = { callbackId: callback.callbackId, armed };
    tell(touched);
    engine.announce?.(touched);
    return { ok: true, callback };
  }

  function tell(touched: Touched): void {
    for (const listener of [...listeners]) listener(touched);
  }

  engine.onAnnounced?.(tell);
  return {
    moved: engine.moved,
    acceptMove: () => engine.acceptMove(),
    ...callbackReads(engine),
    ...createAdmissionHistory(engine),
    ...lineReads(engine),
    ...createEffectQueue(engine),
    ...createNoticeGroups(engine),
    ...createStoredTimes(engine),
    async saveMessage(before, after) {
      await engine.write([messageUpdate(engine, { before, after })]);
    },
    commit,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check: () => engine.checkWritable(),
    close: () => engine.close(),
  };
}

function changedRows(written: Extract<Written, { ok: true }>, step: number): number {
  return written.results[step]?.count ?? 0;
}
