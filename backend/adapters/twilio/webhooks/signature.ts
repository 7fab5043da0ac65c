import { parse } from 'node:querystring';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import type { Parsed, RawRequest } from '../../../ports/carrier/webhook.ts';

/** The fields of a webhook's body; a repeated field is a list. */
export type Form = Readonly<NodeJS.Dict<string | string[]>>;

export type SignedRequest = { path: string; form: Form };

/** Ten times what Twilio sends. The check sorts all fields, so a forged form must not hold thousands. */
const maxFields = 500;

/**
 * Creates the signature check. It accepts a POST that the carrier signed with one of `authTokens` (two during a
 * rotation). It returns `undefined` for every other request. The signed URL is built from `publicBaseUrl`, never from
 * the request's own host. https://www.twilio.com/docs/usage/webhooks/webhooks-security
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
    const form = json ? readJson(body) : parse(body, '&', '=', { maxKeys: maxFields });
    const signed = tokens.some((token) =>
      isValid(() =>
        json
          ? validateRequestWithBody(token, signature, url, body)
          : validateRequest(token, signature, url, form),
      ),
    );
    return signed ? { path: path.split('?', 1)[0] ?? '', form } : undefined;
  };
}

/** The SDK throws for a URL that it cannot parse. The carrier did not sign such a request. */
function isValid(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function readJson(body: string): Form {
  const form: NodeJS.Dict<string> = Object.create(null);
  for (const [name, value] of Object.entries(parseObject(body))) {
    if (['string', 'number', 'boolean'].includes(typeof value)) form[name] = String(value);
  }
  return form;
}

function parseObject(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Returns the first value of a field; `undefined` when it is missing or empty. */
export function readField(form: Form, name: string): string | undefined {
  const value = form[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === '' ? undefined : first;
}

type Refusal = Extract<Parsed<never>, { reason: 'bad-signature' }>;

/** Characters. Twilio's webhooks are shorter, so a longer body is not checked a second time. */
const maxBodyLength = 16_384;

/**
 * Creates the refusal of a request whose signature does not fit `publicBaseUrl`. If it fits the host in the request's
 * headers, the refusal names that URL in `signedFor`: only the carrier can have signed it. It remains a refusal.
 */
export function createSignatureRefusal({
  authTokens,
}: {
  authTokens: readonly string[];
}): (request: RawRequest) => Refusal {
  return (request) => {
    const isSignedFor = (publicBaseUrl: string) =>
      createSignatureCheck({ publicBaseUrl, authTokens })(request) !== undefined;
    const signedFor =
      request.body.length > maxBodyLength ? undefined : requestedBaseUrls(request).find(isSignedFor);
    return { ok: false, reason: 'bad-signature', ...(signedFor === undefined ? {} : { signedFor }) };
  };
}

function requestedBaseUrls({ headers }: RawRequest): string[] {
  const hosts = [headers['x-forwarded-host'], headers.host].filter(
    (host) => typeof host === 'string' && /^[\w.-]+(?::\d{1,5})?$/.test(host),
  );
  return [...new Set(hosts)].flatMap((host) => [`https://${host}`, `http://${host}`]);
}
