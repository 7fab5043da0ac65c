import { z } from 'zod';

/** 256 bits, base64url: a hand-off code, a bearer, and PKCE's S256 challenge alike. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not one of ours');

/** https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
const verifier = z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'must be a PKCE code verifier');

export const signInStart = z.object({
  challenge: secret.describe('S256 of a verifier that the page keeps for itself.'),
  return_to: z
    .string()
    .max(2_000)
    .optional()
    .describe('A page whose origin is registered here; without it, the page of the configuration.'),
});

/** Every `reason` that a page may find in its fragment beside `error=oauth_failed`. */
const signInFailures = ['denied', 'expired', 'provider-down', 'not-set-up', 'not-valid', 'too-many'] as const;

export type SignInFailed = (typeof signInFailures)[number];

/** What a page sends for its session. */
export const handOffEntry = z.object({ code: secret, verifier }).meta({ id: 'HandOffEntry' });

export const session = z
  .object({
    access_token: z.string().describe('Send it as Authorization: Bearer. Keep it in memory only.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds.'),
    profile: z.object({
      provider: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable().describe('Not every provider tells one.'),
      phone: z.string().nullable().describe('Only where signing in proved it.'),
    }),
  })
  .meta({ id: 'Session' });

export type Session = z.infer<typeof session>;
