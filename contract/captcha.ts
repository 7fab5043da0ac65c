import { z } from 'zod';

/** ALTCHA's challenge: find the counter whose derived key starts with `keyPrefix`. https://altcha.org/docs/ */
export const captchaPuzzle = z
  .object({
    parameters: z.object({
      algorithm: z.literal('SHA-256').describe('Applied `cost` times to salt, nonce and counter.'),
      nonce: z.string().describe('Hex.'),
      salt: z.string().describe('Hex.'),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string().describe('Hex.'),
      data: z.object({ expires_at: z.int().describe('Milliseconds since the epoch.') }),
    }),
    signature: z.string(),
  })
  .meta({ id: 'CaptchaPuzzle' });

export type CaptchaPuzzle = z.infer<typeof captchaPuzzle>;
