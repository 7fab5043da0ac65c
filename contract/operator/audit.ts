import { z } from 'zod';

export const auditSearch = z
  .object({
    request_id: z.string().max(40).optional(),
    actor: z.string().trim().max(80).optional(),
    event: z.string().trim().max(80).optional(),
    from: z.iso.datetime().optional(),
    to: z.iso.datetime().optional(),
    limit: z.int().min(1).max(500).default(50),
    cursor: z.string().max(400).optional().describe('`next` of the page before.'),
  })
  .meta({ id: 'AuditSearch' });

export const auditPage = z
  .object({
    items: z.array(
      z.object({
        id: z.int(),
        request_id: z.string().nullable(),
        event: z.string(),
        data: z.record(z.string(), z.unknown()),
        actor: z.string(),
        at: z.iso.datetime(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'AuditPage' });

export type AuditPage = z.infer<typeof auditPage>;
