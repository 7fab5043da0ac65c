import { z } from 'zod';
import { webhookUrls } from './url-types.ts';
import type { Variable } from './variable.ts';

const secretFix = 'Create one with: echo "whsec_$(openssl rand -base64 32)".';

/** The key is what is decoded, with 24 to 64 bytes: Standard Webhooks says so. */
const webhookSecret = z
  .string()
  .regex(/^(?:whsec_)?(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'is not base64')
  .refine((typed) => keyBytes(typed) >= 24, 'has less than 24 bytes')
  .refine((typed) => keyBytes(typed) <= 64, 'has more than 64 bytes');

function keyBytes(typed: string): number {
  return Buffer.from(typed.replace(/^whsec_/, ''), 'base64').length;
}

/** The environment variables of webhooks about every change of state. */
export const webhookVariables = {
  WEBHOOK_URLS: {
    schema: webhookUrls.default([]),
    fix: 'List the https addresses that are told of every change of a callback, separated by commas.',
    secret: true,
  },
  WEBHOOK_SECRET: { schema: webhookSecret.optional(), fix: secretFix, secret: true },
  WEBHOOK_SECRET_OLD: {
    schema: webhookSecret.optional(),
    fix: 'Write the former WEBHOOK_SECRET while receivers learn the new one; otherwise leave it empty.',
    secret: true,
  },
} as const satisfies Record<string, Variable>;
