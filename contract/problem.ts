import { z } from 'zod';

/** Codes are stable. Titles and details are for people and can change. */
export const problemCodes = [
  'invalid-request',
  'invalid-json',
  'unsupported-media-type',
  'body-too-large',
  'headers-too-large',
  'request-too-slow',
  'not-found',
  'method-not-allowed',
  'phone-not-a-number',
  'phone-too-short',
  'phone-too-long',
  'phone-invalid',
  'phone-region-not-allowed',
  'phone-type-not-allowed',
  'phone-landline',
  'phone-extension',
  'phone-our-own-number',
  'sign-in-required',
  'hand-off-refused',
  'return-to-not-allowed',
  'opted-out',
  'blocked',
  'captcha-required',
  'captcha-refused',
  'captcha-unavailable',
  'budget-reached',
  'too-many-requests',
  'too-many-codes',
  'resend-too-soon',
  'too-many-streams',
  'wrong-code',
  'code-expired',
  'code-spent',
  'request-ended',
  'not-in-this-state',
  'operator-side-off',
  'operator-token-wrong',
  'operator-session-ended',
  'totp-required',
  'totp-wrong',
  'totp-already-on',
  'totp-not-begun',
  'totp-off',
  'operator-scope-too-low',
  'attempt-open',
  'channel-not-set-up',
  'business-closed',
  'selection-changed',
  'selection-too-large',
  'request-under-way',
  'idempotency-key-reused',
  'idempotency-key-invalid',
  'origin-not-allowed',
  'bad-signature',
  'temporarily-unavailable',
  'internal',
] as const;

export type ProblemCode = (typeof problemCodes)[number];

/** Problem details: https://www.rfc-editor.org/rfc/rfc9457 */
export const problem = z
  .object({
    type: z.string().describe('Address of a page about this problem.'),
    title: z.string(),
    status: z.int().describe('Same as the HTTP status.'),
    detail: z.string().describe('What is wrong, where, and how to fix it.'),
    code: z.enum(problemCodes),
    errors: z
      .array(z.object({ field: z.string(), problem: z.string() }))
      .optional()
      .describe('With invalid-request: the wrong fields.'),
    count: z.int().optional().describe('With selection-changed: how many match now.'),
    retry_after: z.int().optional().describe('Seconds to wait before a retry.'),
    guesses_left: z.int().optional().describe('With wrong-code: number of tries left.'),
    providers: z
      .array(z.string())
      .optional()
      .describe('With sign-in-required: the providers to choose from.'),
    request_status: z
      .string()
      .optional()
      .describe('With not-in-this-state: the current status of the callback.'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problem>;
