import { z } from 'zod';

/** 256 bits in base64url: a hand-off code, a bearer token, or a PKCE S256 challenge. */
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 43 base64url characters');

/** https://www.rfc-editor.org/rfc/rfc7636#section-4.1 */
const verifier = z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'must be a PKCE code verifier');

export const signInStart = z.object({
  challenge: secret.describe('S256 challenge of a verifier that the page keeps secret.'),
  return_to: z
    .string()
    .max(2_000)
    .optional()
    .describe('Page of an allowed origin. The default is the configured page.'),
});

/** Values of `reason` in the page's fragment, beside `error=oauth_failed`. */
const signInFailures = ['denied', 'expired', 'provider-down', 'not-set-up', 'not-valid', 'too-many'] as const;

export type SignInFailed = (typeof signInFailures)[number];

/** The body with which a page redeems a hand-off code for a session. */
export const handOffEntry = z.object({ code: secret, verifier }).meta({ id: 'HandOffEntry' });

export const session = z
  .object({
    access_token: z.string().describe('Send it as Authorization: Bearer. Keep it in memory only.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds.'),
    profile: z.object({
      provider: z.string(),
      name: z.string().nullable(),
      email: z.string().nullable().describe('Null if the provider gives none.'),
      phone: z.string().nullable().describe('Null unless the sign-in verified it.'),
    }),
  })
  .meta({ id: 'Session' });

export type Session = z.infer<typeof session>;
