import { z } from 'zod';
import { callbackIdPattern } from '../callback.ts';
import { callbackFilter } from './callbacks.ts';

const bulkActions = ['retry', 'cancel', 'done'] as const;

/** Acts on the named callbacks, or on all that match a search. */
export const bulkRequest = z
  .union([
    z.object({
      action: z.enum(bulkActions),
      ids: z.array(z.string().regex(callbackIdPattern)).min(1).max(10_000),
    }),
    z.object({
      action: z.enum(bulkActions),
      search: callbackFilter,
      count: z.int().min(1).describe('The number that the operator saw. It must not be a tenth off.'),
    }),
  ])
  .meta({ id: 'BulkRequest' });

const bulkStates = ['running', 'paused', 'stopped', 'finished'] as const;

export const bulkStarted = z.object({ job: z.string() }).meta({ id: 'BulkStarted' });

export const bulkJob = z
  .object({
    job: z.string(),
    action: z.enum(bulkActions),
    state: z.enum(bulkStates),
    total: z.int(),
    done: z.int(),
    skipped: z.int().describe('The action was not possible in their state.'),
    failed: z.int(),
    started_by: z.string(),
    created_at: z.iso.datetime(),
    results: z.array(
      z.object({
        id: z.string(),
        ok: z.boolean(),
        code: z.string().optional().describe('Why it was skipped or failed.'),
      }),
    ),
  })
  .meta({ id: 'BulkJob' });

export type BulkJob = z.infer<typeof bulkJob>;
