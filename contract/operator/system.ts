import { z } from 'zod';
import { closureState } from './closure.ts';

const usage = z.object({ used: z.number(), set_aside: z.number(), cap: z.number().nullable() });

/** The state of this installation, for its operator. */
export const systemState = z
  .object({
    version: z.string(),
    carrier: z.enum(['simulator', 'twilio']),
    started_at: z.iso.datetime(),
    now: z.iso.datetime(),
    business: z.object({
      name: z.string(),
      zone: z.string(),
      /** In words; empty means always open. */
      hours: z.array(z.string()),
      ...closureState.shape,
    }),
    checks: z
      .array(
        z.object({
          id: z.string(),
          title: z.string(),
          status: z.enum(['pass', 'warn', 'fail']),
          found: z.string().nullable(),
          fix: z.string().nullable(),
        }),
      )
      .describe('What is configured or reachable, each finding with its fix.'),
    queue: z.object({
      due: z.int().describe('Effects that should have been carried out by now.'),
      waiting: z.int().describe('Effects with a later time.'),
      oldest_due_at: z.iso.datetime().nullable(),
    }),
    lines: z.object({ total: z.int(), in_use: z.int() }),
    caps: z.object({
      texts_per_hour: usage,
      calls_per_day: usage,
      minutes_per_day: usage,
      money_per_day: usage.extend({ currency: z.string() }),
    }),
    errors: z
      .array(z.object({ at: z.iso.datetime(), message: z.string(), fix: z.string().nullable() }))
      .describe('Latest errors and warnings of the log, newest first.'),
    sizes: z.object({ callbacks: z.int(), database_bytes: z.int(), memory_bytes: z.int() }),
  })
  .meta({ id: 'SystemState' });

export type SystemState = z.infer<typeof systemState>;
