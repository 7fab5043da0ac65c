import { createHash } from 'node:crypto';
import { type ConfigProblem, configProblem, type ReadValues, secretCommand } from './read-values.ts';
import { isLoopback } from './values/url-types.ts';
import type { Values } from './variables.ts';

/** Who is told of every change of state. */
export type WebhookConfig = {
  /** `id` stands for the address in the database: the address itself can be a secret. */
  addresses: readonly { id: string; url: string }[];
  /** The current secret, then the former one while it is replaced. */
  secrets: readonly string[];
};

export function buildWebhooks(values: Values): WebhookConfig {
  const { WEBHOOK_URLS: urls, WEBHOOK_SECRET: secret, WEBHOOK_SECRET_OLD: old } = values;
  return {
    addresses: urls.map((url) => ({ id: addressId(url), url })),
    secrets: [secret, old].filter((each) => each !== undefined),
  };
}

/** The same address keeps its id when others are added or the order changes. */
function addressId(url: string): string {
  return createHash('sha256').update(url).digest('base64url').slice(0, 16);
}

export function checkWebhooks({ values, given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  if (given.has('WEBHOOK_URLS') && !given.has('WEBHOOK_SECRET'))
    found.push(
      configProblem(
        'WEBHOOK_SECRET',
        'is missing: requests to WEBHOOK_URLS must be signed',
        undefined,
        secretCommand('WEBHOOK_SECRET'),
      ),
    );
  if (given.has('WEBHOOK_SECRET_OLD') && !given.has('WEBHOOK_SECRET'))
    found.push(
      configProblem('WEBHOOK_SECRET', 'is missing: WEBHOOK_SECRET_OLD is only the former one beside it'),
    );
  const isHere = values.WEBHOOK_URLS.some((url) => isLoopback(new URL(url)));
  if (values.NODE_ENV === 'production' && isHere)
    found.push(
      configProblem(
        'WEBHOOK_URLS',
        'contains an address of this machine',
        'Write the https address of the receiver; addresses of this machine are for trying it out.',
      ),
    );
  return found;
}
