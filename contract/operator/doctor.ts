import { z } from 'zod';

/** The doctor's report. It holds nothing personal and no secret, so that it can be pasted into an issue. */
export const doctorReport = z
  .object({
    schema: z.literal('callback-doctor/1'),
    version: z.string(),
    at: z.iso.datetime(),
    ok: z.boolean().describe('Whether no check failed.'),
    counts: z.object({ pass: z.int(), warn: z.int(), fail: z.int(), skip: z.int() }),
    checks: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        status: z.enum(['pass', 'warn', 'fail', 'skip']),
        ms: z.int(),
        found: z.string().nullable(),
        means: z.string().nullable(),
        fix: z
          .object({ text: z.string(), commands: z.array(z.string()), docs: z.string().nullable() })
          .nullable(),
        skipReason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DoctorReport' });

export type DoctorReport = z.infer<typeof doctorReport>;
