import { z } from 'zod';

export const closureRequest = z
  .object({
    until: z.iso
      .datetime({ offset: true })
      .describe('When the business opens again, at its next opening hours.'),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .regex(/^\P{Cc}*$/u, 'contains control characters')
      .optional()
      .describe('Shown to visitors.'),
  })
  .meta({ id: 'ClosureRequest' });

export const closureState = z
  .object({
    open: z.boolean(),
    next_opening: z.iso.datetime().nullable(),
    closed_until: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ClosureState' });

export type ClosureState = z.infer<typeof closureState>;
