import { parse } from 'node:querystring';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import type { Parsed, RawRequest } from '../../../ports/carrier/webhook.ts';

/** The fields of a webhook's body; one that was sent more than once is a list. */
export type Form = Readonly<NodeJS.Dict<string | string[]>>;

export type SignedRequest = { path: string; form: Form };

/** Ten times what the carrier sends. Sorting and joining thousands of them would cost whoever forges nothing, and us much. */
const mostFields = 500;

/**
 * Makes the check that a request was signed by the carrier with one of our auth tokens (more than one during a
 * rotation). The signed address is built from `publicBaseUrl`, never from what the request says about its host.
 * The check answers `undefined` for anything else than a well-signed POST.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function createSignatureCheck(options: {
  publicBaseUrl: string;
  authTokens: readonly string[];
}): (request: RawRequest) => SignedRequest | undefined {
  const base = options.publicBaseUrl.replace(/\/+$/, '');
  const tokens = options.authTokens.filter((token) => token !== '');
  return ({ method, path, headers, body }) => {
    const signature = headers['x-twilio-signature'];
    if (method !== 'POST' || typeof signature !== 'string' || !path.startsWith('/')) return undefined;
    const url = `${base}${path}`;
    const json = url.includes('bodySHA256');
    const form = json ? readJson(body) : parse(body, '&', '=', { maxKeys: mostFields });
    const signed = tokens.some((token) =>
      withoutThrowing(() =>
        json
          ? validateRequestWithBody(token, signature, url, body)
          : validateRequest(token, signature, url, form),
      ),
    );
    return signed ? { path: path.split('?', 1)[0] ?? '', form } : undefined;
  };
}

/** The SDK throws for an address that it cannot read; such a request was not signed by the carrier. */
function withoutThrowing(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function readJson(body: string): Form {
  const form: NodeJS.Dict<string> = Object.create(null);
  for (const [name, value] of Object.entries(jsonObject(body))) {
    if (['string', 'number', 'boolean'].includes(typeof value)) form[name] = String(value);
  }
  return form;
}

function jsonObject(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** A field's value, its first if it was sent more than once; `undefined` when missing or empty. */
export function field(form: Form, name: string): string | undefined {
  const value = form[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === '' ? undefined : first;
}

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
