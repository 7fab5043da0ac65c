import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { z } from 'zod';
import type { Captcha, CaptchaChecked, CaptchaPuzzle } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';

/** Lifetime of a puzzle. */
const lifetimeMs = 600_000;

/** On average 4,096 tries of eight hashes each: a tenth of a second on a phone, and for each request of a bot. */
const difficulty = { algorithm: 'SHA-256', cost: 8, keyPrefix: '000' } as const;

const encodedSolution = z.string().max(4_000);

const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({ nonce: z.string(), data: z.object({ expires_at: z.number() }) }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string(), time: z.number().optional() }),
});

const refused: CaptchaChecked = { ok: false, reason: 'captcha-refused' };

/** ALTCHA's proof of work (https://altcha.org). It needs no action of the visitor and no third party. */
export function createAltcha({ secret, clock }: { secret: string; clock: Clock }): Captcha {
  return {
    kind: 'altcha',
    siteKey: undefined,
    // The expiry is part of `data`, because the library would compare its own field with the machine's clock.
    async puzzle() {
      const data = { expires_at: clock.now() + lifetimeMs };
      const challenge = await createChallenge({
        ...difficulty,
        deriveKey,
        data,
        hmacSignatureSecret: secret,
      });
      return challenge as CaptchaPuzzle;
    },
    async check(solution) {
      if (solution === undefined) return { ok: false, reason: 'captcha-required' };
      const read = readPayload(solution);
      if (read === undefined) return refused;
      const { nonce, data } = read.challenge.parameters;
      if (data.expires_at <= clock.now()) return refused;
      const { verified } = await verifySolution({
        ...(read as unknown as Payload),
        deriveKey,
        hmacSignatureSecret: secret,
      });
      return verified ? { ok: true, solved: { challenge: nonce, expiresAt: data.expires_at } } : refused;
    },
  };
}

/** Reads base64 of JSON, as ALTCHA's widgets send it. */
function readPayload(solution: string): z.infer<typeof payload> | undefined {
  const encoded = encodedSolution.safeParse(solution);
  if (!encoded.success) return undefined;
  try {
    return payload.safeParse(JSON.parse(Buffer.from(encoded.data, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
