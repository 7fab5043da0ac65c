import { sql } from 'kysely';
import type { BulkJob, BulkJobs } from '../../../ports/operator/bulk-jobs.ts';
import type { Engine, Step } from '../engine.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

/** One statement has a limited number of parameters: https://www.sqlite.org/limits.html#max_variable_number */
const itemsPerStatement = 500;

/** Creates the port of bulk jobs. */
export function createBulkJobs(engine: Engine): BulkJobs {
  const { db } = engine;
  return {
    create: (job, callbackIds) => createJob(engine, job, callbackIds),
    async find(siteId, id) {
      const jobs = db.selectFrom('bulk_jobs').selectAll().where('site_id', '=', siteId).where('id', '=', id);
      const row = await jobs.executeTakeFirst();
      return row === undefined ? undefined : toJob(row);
    },
    async progress(id) {
      const rows = await db
        .selectFrom('bulk_items')
        .select(['state', sql<number>`count(*)`.as('count')])
        .where('job_id', '=', id)
        .groupBy('state')
        .execute();
      const counts = Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
      return { due: 0, done: 0, skipped: 0, failed: 0, ...counts };
    },
    async results(id) {
      const items = db
        .selectFrom('bulk_items')
        .selectAll()
        .where('job_id', '=', id)
        .where('state', '<>', 'due');
      const rows = await engine.readAside(items.compile());
      return rows.flatMap(({ request_id, state, code }) =>
        state === 'due' ? [] : [{ callbackId: request_id, result: state, code: code ?? undefined }],
      );
    },
    async move(id, from, to) {
      const moved = db
        .updateTable('bulk_jobs')
        .set({ state: to })
        .where('id', '=', id)
        .where('state', 'in', [...from]);
      const written = await engine.write([{ query: moved.compile() }]);
      return written.ok && written.results[0]?.count === 1;
    },
    async nextRunning() {
      const running = db.selectFrom('bulk_jobs').selectAll().where('state', '=', 'running');
      const row = await running.orderBy('created_at').limit(1).executeTakeFirst();
      return row === undefined ? undefined : toJob(row);
    },
    async nextDue(id, limit) {
      const due = db.selectFrom('bulk_items').select('request_id').where('job_id', '=', id);
      const rows = await due.where('state', '=', 'due').limit(limit).execute();
      return rows.map(({ request_id }) => request_id);
    },
    async settle(id, results) {
      const steps: Step[] = results.map(({ callbackId, result, code }) => ({
        query: db
          .updateTable('bulk_items')
          .set({ state: result, code: code ?? null })
          .where('job_id', '=', id)
          .where('request_id', '=', callbackId)
          .compile(),
      }));
      await engine.write(steps);
    },
  };
}

/** The items are written first: the job runs only when all of them are stored. */
async function createJob(engine: Engine, job: BulkJob, callbackIds: readonly string[]): Promise<void> {
  const { db } = engine;
  const row = {
    id: job.id,
    site_id: job.siteId,
    action: job.action,
    state: job.state,
    token_id: job.by.tokenId,
    actor: job.by.name,
    scope: job.by.scope,
    created_at: toInstant(job.createdAt),
  };
  await engine.write([
    {
      query: db
        .insertInto('bulk_jobs')
        .values({ ...row, state: 'paused' })
        .compile(),
    },
  ]);
  for (let start = 0; start < callbackIds.length; start += itemsPerStatement) {
    const items = callbackIds
      .slice(start, start + itemsPerStatement)
      .map((request_id) => ({ job_id: job.id, request_id, state: 'due' as const, code: null }));
    const insert = db.insertInto('bulk_items').values(items);
    await engine.write([{ query: insert.onConflict((item) => item.doNothing()).compile() }]);
  }
  const begun = db.updateTable('bulk_jobs').set({ state: job.state }).where('id', '=', job.id);
  await engine.write([{ query: begun.compile() }]);
}

function toJob(row: Database['bulk_jobs']): BulkJob {
  return {
    id: row.id,
    siteId: row.site_id,
    action: row.action,
    state: row.state,
    by: { tokenId: row.token_id, name: row.actor, scope: row.scope },
    createdAt: fromInstant(row.created_at),
  };
}
