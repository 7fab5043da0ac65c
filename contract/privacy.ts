import { z } from 'zod';

/** The visitor whose data is meant. It is a body, because proxies log addresses. */
export const visitorNumber = z
  .object({
    phone: z.string().trim().min(1, 'is needed').max(40).describe('In E.164 form, such as +12015550123.'),
    token: z.string().max(200).optional().describe('Needed in a session: the token of an admin, once more.'),
    code: z.string().trim().max(40).optional().describe('A code of its second factor, when that is on.'),
  })
  .meta({ id: 'VisitorNumber' });

export const visitorExport = z
  .object({
    exported_at: z.iso.datetime(),
    phone: z.string(),
    opted_out: z.boolean().describe('Whether this number is neither texted nor called.'),
    tables: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .describe('Rows about this visitor, by table.'),
  })
  .meta({ id: 'VisitorExport' });

export type VisitorExport = z.infer<typeof visitorExport>;

export const visitorErasure = z
  .object({
    erased_requests: z.int(),
    scrubbed: z
      .boolean()
      .describe(
        'Whether the deleted data is also gone from the database file. If another program uses the file, it is rewritten within a day.',
      ),
  })
  .meta({ id: 'VisitorErasure' });

export type VisitorErasure = z.infer<typeof visitorErasure>;
