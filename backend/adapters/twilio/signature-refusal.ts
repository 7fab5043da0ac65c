import type { Parsed, RawRequest } from '../../ports/carrier/webhook.ts';
import { createSignatureCheck } from './signed-request.ts';

type Refusal = Extract<Parsed<never>, { reason: 'bad-signature' }>;

/** The carrier's own webhooks are shorter; more is not worth looking at twice. Characters. */
const longestBody = 16_384;

/**
 * Makes the refusal of a request whose signature does not hold for our address. Where it holds for the host that the
 * request was sent to, the refusal names that address: only the carrier can have signed for it. It stays a refusal.
 */
export function createSignatureRefusal({
  authTokens,
}: {
  authTokens: readonly string[];
}): (request: RawRequest) => Refusal {
  return (request) => {
    const isFor = (publicBaseUrl: string) =>
      createSignatureCheck({ publicBaseUrl, authTokens })(request) !== undefined;
    const signedFor = request.body.length > longestBody ? undefined : addresses(request).find(isFor);
    return { ok: false, reason: 'bad-signature', ...(signedFor === undefined ? {} : { signedFor }) };
  };
}

function addresses({ headers }: RawRequest): string[] {
  const hosts = [headers['x-forwarded-host'], headers.host].filter(
    (host) => typeof host === 'string' && /^[\w.-]+(?::\d{1,5})?$/.test(host),
  );
  return [...new Set(hosts)].flatMap((host) => [`https://${host}`, `http://${host}`]);
}
