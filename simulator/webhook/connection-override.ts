/** `ct`: connection failed. `rt`: no answer. */
export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx';

export type ConnectionSettings = {
  /** Address to request and to sign, without the fragment. */
  url: string;
  connectTimeoutMs: number;
  readTimeoutMs: number;
  totalTimeoutMs: number;
  retries: number;
  retryOn: ReadonlySet<RetryReason>;
};

const reasons: readonly RetryReason[] = ['ct', 'rt', '4xx', '5xx'];

function readBounded(text: string | undefined, min: number, max: number, defaultValue: number): number {
  const number = Number(text ?? Number.NaN);
  return Number.isInteger(number) && number >= min && number <= max ? number : defaultValue;
}

function readRetryPolicy(text: string | undefined): ReadonlySet<RetryReason> {
  const named = (text ?? 'ct').split(',');
  return new Set(named.includes('all') ? reasons : reasons.filter((reason) => named.includes(reason)));
}

/**
 * Separates a webhook address from the overrides in its fragment (`#rc=2&rp=ct,rt,5xx`).
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 * @returns undefined when the address is no http(s) URL
 */
export function connectionSettings(address: string): ConnectionSettings | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const overrides = new URLSearchParams(url.hash.slice(1));
  url.hash = '';
  return {
    url: url.href,
    connectTimeoutMs: readBounded(overrides.get('ct') ?? undefined, 100, 10_000, 5_000),
    readTimeoutMs: readBounded(overrides.get('rt') ?? undefined, 100, 15_000, 15_000),
    totalTimeoutMs: readBounded(overrides.get('tt') ?? undefined, 100, 15_000, 15_000),
    retries: readBounded(overrides.get('rc') ?? undefined, 0, 5, 1),
    retryOn: readRetryPolicy(overrides.get('rp') ?? undefined),
  };
}
