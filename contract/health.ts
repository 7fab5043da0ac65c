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

export const readiness = z
  .object({ status: z.literal('ready'), timestamp: z.iso.datetime() })
  .meta({ id: 'Readiness' });

export type Readiness = z.infer<typeof readiness>;
