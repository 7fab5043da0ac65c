import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { z } from 'zod';
import type { Captcha, CaptchaChecked, CaptchaPuzzle } from '../../ports/captcha.ts';
import type { Clock } from '../../ports/clock.ts';

/** How long a puzzle may lie about before its solution counts no more, milliseconds. */
const validity = 600_000;

/** 4,096 tries of eight hashes on the average: a tenth of a second on a phone, and a tenth of a second for each bot. */
const difficulty = { algorithm: 'SHA-256', cost: 8, keyPrefix: '000' } as const;

const solutionText = z.string().max(4_000);

const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({ nonce: z.string(), data: z.object({ expires_at: z.number() }) }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string(), time: z.number().optional() }),
});

const refused: CaptchaChecked = { ok: false, reason: 'captcha-refused' };

/** ALTCHA's proof of work, https://altcha.org: nothing is asked of a person, and nobody else is involved. */
export function createAltcha({ secret, clock }: { secret: string; clock: Clock }): Captcha {
  return {
    kind: 'altcha',
    siteKey: undefined,
    // The time stands among the data, because the library would look at this machine's clock.
    async puzzle() {
      const data = { expires_at: clock.now() + validity };
      const made = await createChallenge({ ...difficulty, deriveKey, data, hmacSignatureSecret: secret });
      return made as CaptchaPuzzle;
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

/** Base64 of JSON, as ALTCHA's own widgets send it. */
function readPayload(solution: string): z.infer<typeof payload> | undefined {
  const text = solutionText.safeParse(solution);
  if (!text.success) return undefined;
  try {
    return payload.safeParse(JSON.parse(Buffer.from(text.data, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
