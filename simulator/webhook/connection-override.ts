export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx';

export type ConnectionSettings = {
  /** The address as it is requested and signed: without the fragment. */
  url: string;
  connectTimeoutMs: number;
  readTimeoutMs: number;
  totalTimeoutMs: number;
  retries: number;
  retryOn: ReadonlySet<RetryReason>;
};

const reasons: readonly RetryReason[] = ['ct', 'rt', '4xx', '5xx'];

function bounded(text: string | null, min: number, max: number, standard: number): number {
  const number = Number(text ?? Number.NaN);
  return Number.isInteger(number) && number >= min && number <= max ? number : standard;
}

function retryPolicy(text: string | null): ReadonlySet<RetryReason> {
  const named = (text ?? 'ct').split(',');
  return new Set(named.includes('all') ? reasons : reasons.filter((reason) => named.includes(reason)));
}

/**
 * Splits a webhook address from the overrides in its fragment (`#rc=2&rp=ct,rt,5xx`).
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 * @returns null when the address is not an http(s) URL
 */
export function connectionSettings(address: string): ConnectionSettings | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const overrides = new URLSearchParams(url.hash.slice(1));
  url.hash = '';
  return {
    url: url.href,
    connectTimeoutMs: bounded(overrides.get('ct'), 100, 10_000, 5_000),
    readTimeoutMs: bounded(overrides.get('rt'), 100, 15_000, 15_000),
    totalTimeoutMs: bounded(overrides.get('tt'), 100, 15_000, 15_000),
    retries: bounded(overrides.get('rc'), 0, 5, 1),
    retryOn: retryPolicy(overrides.get('rp')),
  };
}
