import { z } from 'zod';
import { apiOutcomes, apiStatuses } from '../callback.ts';

export const statsQuery = z.object({
  from: z.iso.datetime().optional().describe('Created at this time or later; 30 days ago when absent.'),
  to: z.iso.datetime().optional().describe('Created before this time; now when absent.'),
});

const percentiles = z
  .object({ p50: z.int().nullable(), p90: z.int().nullable() })
  .describe('Seconds; null without a measured call.');

/** Figures about the callbacks created between two times, in the business's time zone. Rates count attempted calls only. */
export const stats = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    zone: z.string(),
    total: z.int(),
    verified: z.int().describe('The visitor proved the phone.'),
    pending: z.int().describe('Proven, and waiting for a call or in one.'),
    unproven: z.int().describe('Waiting for the code.'),
    needs_you: z.int().describe('Failed after the phone was proven, and not done yet; of any time.'),
    completed: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    success_rate: z.number().nullable().describe('Conversations among attempted calls, 0 to 1.'),
    answer_rate: z.number().nullable().describe('Calls that the business accepted, 0 to 1.'),
    last_24h: z.int(),
    by_status: z.record(z.enum(apiStatuses), z.int()),
    by_outcome: z.record(z.enum(apiOutcomes), z.int()),
    by_day: z.array(
      z.object({ day: z.string(), total: z.int(), completed: z.int(), failed: z.int(), spent: z.number() }),
    ),
    by_hour: z
      .array(z.array(z.object({ total: z.int(), attempted: z.int(), answered: z.int() })))
      .describe('By weekday (0: Monday) and hour.'),
    time_to_answer: percentiles.describe('From the call to the pickup of the business.'),
    wait: percentiles.describe('From the proven phone to the conversation.'),
    spent: z.object({
      currency: z.string(),
      money: z.number(),
      texts: z.int(),
      calls: z.int(),
      minutes: z.int(),
    }),
  })
  .meta({ id: 'Stats' });

export type Stats = z.infer<typeof stats>;
