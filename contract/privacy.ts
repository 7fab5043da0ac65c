import { z } from 'zod';

/** Whose data is meant. In a body, because addresses are logged by everything that they pass. */
export const visitorNumber = z
  .object({ phone: z.string().trim().min(1, 'is needed').max(40).describe('As +12015550123.') })
  .meta({ id: 'VisitorNumber' });

export const visitorExport = z
  .object({
    exported_at: z.iso.datetime(),
    phone: z.string(),
    opted_out: z.boolean().describe('Whether neither texts nor calls go to this number.'),
    tables: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .describe('The rows of each table that are about this person.'),
  })
  .meta({ id: 'VisitorExport' });

export const visitorErasure = z
  .object({
    erased_requests: z.int(),
    scrubbed: z
      .boolean()
      .describe('False while another program holds the database: the file is rewritten within a day.'),
  })
  .meta({ id: 'VisitorErasure' });
