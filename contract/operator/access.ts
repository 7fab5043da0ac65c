import { z } from 'zod';

/** From the least to the most: each scope includes those before it. */
const operatorScopes = ['viewer', 'operator', 'admin'] as const;

const scope = z
  .enum(operatorScopes)
  .describe(
    '`viewer` reads, `operator` also acts on callbacks, `admin` also manages tokens and personal data.',
  );

export const sessionRequest = z
  .object({
    token: z.string().trim().min(1, 'is needed').max(200),
    code: z.string().trim().max(40).optional().describe('Code of the second factor, when it is switched on.'),
    keep: z
      .enum(['cookie', 'bearer'])
      .describe('`cookie` for the dashboard of this server, `bearer` for a dashboard on another origin.'),
  })
  .meta({ id: 'OperatorSessionRequest' });

export const operatorSession = z
  .object({
    scope,
    name: z.string().describe('Name of the token, which the audit log shows.'),
    expires_at: z.iso.datetime().describe('When the session ends without another request.'),
    ends_at: z.iso.datetime().describe('When the session ends in any case.'),
    session: z.string().optional().describe('Send it as Authorization: Bearer. Only with `keep: bearer`.'),
  })
  .meta({ id: 'OperatorSession' });

export type OperatorSession = z.infer<typeof operatorSession>;

export const tokenRequest = z
  .object({
    name: z.string().trim().min(1, 'is needed').max(60),
    scope,
    expires_in_days: z.int().min(1).max(3_650).optional(),
  })
  .meta({ id: 'OperatorTokenRequest' });

const operatorToken = z
  .object({
    id: z.string(),
    name: z.string(),
    scope,
    created_at: z.iso.datetime().nullable(),
    expires_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
    second_factor: z.boolean().describe('Whether signing in with it also needs a code.'),
    revocable: z.boolean().describe('False for the token of ADMIN_API_TOKEN.'),
  })
  .meta({ id: 'OperatorToken' });

export type OperatorToken = z.infer<typeof operatorToken>;

export const operatorTokens = z.object({ items: z.array(operatorToken) }).meta({ id: 'OperatorTokens' });

export const createdToken = operatorToken
  .extend({ token: z.string().describe('Shown only in this answer.') })
  .meta({ id: 'CreatedOperatorToken' });
