import { z } from 'zod';

/** One change of state, told to one address. */
export const webhookDelivery = z
  .object({
    id: z.string().describe('The header `webhook-id` is `msg_` and this id.'),
    address: z.string().describe('Host of the address; the rest can be a secret.'),
    event: z.string().describe('Such as `callback.completed`.'),
    state: z.enum(['due', 'delivered', 'given-up']),
    tries: z.int(),
    code: z.string().nullable().describe('The latest answer, such as `http-503` or `ECONNREFUSED`.'),
    occurred_at: z.iso.datetime(),
    next_try_at: z.iso.datetime().nullable().describe('Set while it is due.'),
    settled_at: z.iso.datetime().nullable().describe('When it was delivered or given up.'),
  })
  .meta({ id: 'WebhookDelivery' });

export const webhookTest = z
  .object({
    results: z.array(
      z.object({
        address: z.string(),
        result: z.enum(['accepted', 'failed']),
        code: z.string(),
        fix: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'WebhookTest' });

export type WebhookTest = z.infer<typeof webhookTest>;
