import { z } from 'zod';

export const health = z
  .object({
    status: z.literal('healthy'),
    timestamp: z.iso.datetime(),
    twilio_configured: z.boolean().describe('False when the simulator carries the calls.'),
    carrier: z.enum(['simulator', 'twilio']),
    version: z.string(),
  })
  .meta({ id: 'Health' });

export type Health = z.infer<typeof health>;

const setupWarning = z.enum([
  'visitors-share-an-address',
  'webhooks-name-another-address',
  'business-opted-out',
  'carrier-credentials-rejected',
  'carrier-account-suspended',
  'carrier-number-unusable',
  'public-address-unreachable',
  'spending-cap-half-used',
  'spending-cap-80-percent-used',
  'spending-cap-reached',
]);

export type SetupWarning = z.infer<typeof setupWarning>;

export const readiness = z
  .object({
    status: z.literal('ready'),
    timestamp: z.iso.datetime(),
    warnings: z
      .array(setupWarning)
      .describe('What the operator should fix; the log says how. The service accepts requests all the same.'),
  })
  .meta({ id: 'Readiness' });

export type Readiness = z.infer<typeof readiness>;
