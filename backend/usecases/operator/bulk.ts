import type { Operator } from '../../domain/operator/access.ts';
import type { Log } from '../../ports/log.ts';
import type { BulkAction, BulkJob, BulkJobs, BulkResult } from '../../ports/operator/bulk-jobs.ts';
import type { CallbackList, ListFilter } from '../../ports/operator/callback-list.ts';
import { createWakeLoop } from '../wake-loop.ts';
import { type ActionPorts, type ActionResult, act } from './actions.ts';

export type BulkPorts = ActionPorts & { bulkJobs: BulkJobs; callbackList: CallbackList; log: Log };

/** More ids than this would not fit in memory at once. */
const maxItems = 100_000;

export type BulkStart =
  | { ok: true; job: BulkJob }
  | { ok: false; reason: 'selection-too-large' }
  /** `count`: how many match now. */
  | { ok: false; reason: 'selection-changed'; count: number };

export type BulkSelection = { ids: readonly string[] } | { search: ListFilter; count: number };

/** Starts a job. With a search it acts on all that match, unless these are not about as many as the operator saw. */
export async function startBulk(
  ports: BulkPorts,
  siteId: string,
  by: Operator,
  { action, selection }: { action: BulkAction; selection: BulkSelection },
): Promise<BulkStart> {
  const ids =
    'ids' in selection ? selection.ids : await ports.callbackList.ids(selection.search, maxItems + 1);
  if (ids.length > maxItems) return { ok: false, reason: 'selection-too-large' };
  if ('count' in selection && Math.abs(ids.length - selection.count) > selection.count / 10)
    return { ok: false, reason: 'selection-changed', count: ids.length };
  const job: BulkJob = {
    id: ports.secrets.capability(),
    siteId,
    action,
    state: 'running',
    by,
    createdAt: ports.clock.now(),
  };
  await ports.bulkJobs.create(job, ids);
  return { ok: true, job };
}

export type BulkRunner = {
  /** Begins with jobs that a stop or a crash left unfinished. */
  start(): void;
  wake(): void;
  /** Resolves when the batch under way has its results. */
  stop(): Promise<void>;
};

/** So few at a time that visitors and webhooks do not wait. */
const batchSize = 20;
const retryMs = 5_000;

/** Carries out the jobs, the oldest first. An action that a crash interrupted is tried again, which changes nothing. */
export function createBulkRunner(ports: BulkPorts): BulkRunner {
  const loop = createWakeLoop(ports.clock, async () => {
    try {
      return await runBatch();
    } catch (cause) {
      ports.log.warn('bulk job interrupted', { retry_in_seconds: retryMs / 1000 }, cause);
      return retryMs;
    }
  });

  /** Returns the pause before the next batch (ms); undefined when no job is left. */
  async function runBatch(): Promise<number | undefined> {
    const job = await ports.bulkJobs.nextRunning();
    if (job === undefined) return undefined;
    const ids = await ports.bulkJobs.nextDue(job.id, batchSize);
    if (ids.length === 0) {
      await ports.bulkJobs.move(job.id, ['running'], 'finished');
      return 0;
    }
    const results = await Promise.all(
      ids.map(async (callbackId) => ({ callbackId, ...(await run(job, callbackId)) })),
    );
    await ports.bulkJobs.settle(job.id, results);
    return 0;
  }

  async function run(job: BulkJob, callbackId: string): Promise<BulkResult> {
    try {
      const [known] = await ports.callbackList.find(job.siteId, [callbackId]);
      if (known === undefined) return { result: 'skipped', code: 'not-found' };
      return resultOf(await act(ports, job.by, job.action, callbackId));
    } catch (cause) {
      ports.log.warn('bulk action failed', { action: job.action }, cause);
      return { result: 'failed', code: 'temporarily-unavailable' };
    }
  }

  return {
    start: loop.wake,
    wake: loop.wake,
    async stop() {
      loop.stop();
      await loop.running();
    },
  };
}

const skips = ['not-found', 'not-in-this-state', 'attempt-open', 'business-closed'];

function resultOf(result: ActionResult): BulkResult {
  if (result.ok) return { result: 'done', code: undefined };
  return { result: skips.includes(result.reason) ? 'skipped' : 'failed', code: result.reason };
}
