import { z } from 'zod';

export const health = z
  .object({
    status: z.literal('healthy'),
    timestamp: z.iso.datetime(),
    twilio_configured: z.boolean().describe('False when calls go to the simulator.'),
    carrier: z.enum(['simulator', 'twilio']),
    version: z.string(),
  })
  .meta({ id: 'Health' });

export type Health = z.infer<typeof health>;

const setupWarning = z.enum(['visitors-share-an-address', 'webhooks-name-another-address']);

export type SetupWarning = z.infer<typeof setupWarning>;

export const readiness = z
  .object({
    status: z.literal('ready'),
    timestamp: z.iso.datetime(),
    warnings: z
      .array(setupWarning)
      .describe('What the deployer should mend; the log says how. Requests are taken all the same.'),
  })
  .meta({ id: 'Readiness' });

export type Readiness = z.infer<typeof readiness>;
