import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type BulkJob as BulkAnswer,
  bulkJob,
  bulkRequest,
  bulkStarted,
} from '../../../contract/operator/bulk.ts';
import type { BulkJob, BulkState } from '../../ports/operator/bulk-jobs.ts';
import { type BulkPorts, type BulkRunner, startBulk } from '../../usecases/operator/bulk.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { toListFilter } from './callbacks.ts';

const startSchema = {
  tags: ['operator'],
  summary: 'Act on many callbacks, as a job',
  body: bulkRequest,
  response: {
    202: bulkStarted,
    ...problemResponses('selection-changed', 'selection-too-large', ...gateRefusals),
  },
};

const params = z.object({ job: z.string().max(40) });
const querystring = z.object({
  results: z.enum(['all', 'none']).default('all').describe('`none` for the progress alone.'),
});

const readSchema = {
  tags: ['operator'],
  summary: 'Read the progress and the results of a job',
  params,
  querystring,
  response: { 200: bulkJob, ...problemResponses('not-found', ...gateRefusals) },
};

/** Holds the most ids that a request may name. */
const bodyLimitBytes = 512 * 1024;

type BulkDeps = BulkPorts & Uses<'numbers' | 'sites', 'siteId'> & { bulkRunner: Pick<BulkRunner, 'wake'> };

/** A job that is stopped or finished keeps its state. */
const moves: Record<'pause' | 'resume' | 'stop', { from: BulkState[]; to: BulkState; summary: string }> = {
  pause: { from: ['running'], to: 'paused', summary: 'Pause a job' },
  resume: { from: ['paused'], to: 'running', summary: 'Go on with a paused job' },
  stop: { from: ['running', 'paused'], to: 'stopped', summary: 'Stop a job; what is done stays done' },
};

/** `POST /admin/callbacks/bulk`, `GET /admin/bulk/:job`, `POST /admin/bulk/:job/pause`, `/resume` and `/stop` */
export function bulkRoutes(deps: BulkDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const { siteId } = deps.settings;
  return (app, _options, done) => {
    gate.require(app, 'operator');
    app.post(
      '/admin/callbacks/bulk',
      { schema: startSchema, bodyLimit: bodyLimitBytes },
      async (request, reply) => {
        const { body } = request;
        const selection =
          'ids' in body ? { ids: body.ids } : { search: toListFilter(deps, body.search), count: body.count };
        const { action } = body;
        const started = await startBulk(deps, siteId, gate.operator(request), { action, selection });
        if (!started.ok && started.reason === 'selection-changed')
          return sendProblem(reply, 'selection-changed', { count: started.count });
        if (!started.ok) return sendProblem(reply, started.reason);
        deps.bulkRunner.wake();
        reply.code(202);
        return { job: started.job.id };
      },
    );
    app.get('/admin/bulk/:job', { schema: readSchema }, async (request, reply) => {
      const job = await deps.bulkJobs.find(siteId, request.params.job);
      return job === undefined
        ? sendProblem(reply, 'not-found')
        : presentJob(deps, job, request.query.results);
    });
    for (const [name, { from, to, summary }] of Object.entries(moves)) {
      const schema = { ...readSchema, summary };
      app.post(`/admin/bulk/:job/${name}`, { schema }, async (request, reply) => {
        const known = await deps.bulkJobs.find(siteId, request.params.job);
        if (known === undefined) return sendProblem(reply, 'not-found');
        await deps.bulkJobs.move(known.id, from, to);
        deps.bulkRunner.wake();
        return presentJob(deps, (await deps.bulkJobs.find(siteId, known.id)) ?? known, request.query.results);
      });
    }
    done();
  };
}

async function presentJob({ bulkJobs }: BulkDeps, job: BulkJob, wanted: 'all' | 'none'): Promise<BulkAnswer> {
  const [{ due, done, skipped, failed }, results] = await Promise.all([
    bulkJobs.progress(job.id),
    wanted === 'all' ? bulkJobs.results(job.id) : [],
  ]);
  return {
    job: job.id,
    action: job.action,
    state: job.state,
    total: due + done + skipped + failed,
    done,
    skipped,
    failed,
    started_by: job.by.name,
    created_at: isoTime(job.createdAt),
    results: results.map(({ callbackId, result, code }) => ({
      id: callbackId,
      ok: result === 'done',
      ...(code !== undefined && { code }),
    })),
  };
}
