import ApiBase from 'twilio/lib/rest/ApiBase.js';
import type { AccountContext } from 'twilio/lib/rest/api/v2010/account.js';
import type { Clock } from '../../../ports/clock.ts';
import { type ApiAnswer, sendRequest } from './send-request.ts';

/** The SDK's resources of one account: `calls`, `messages`, `incomingPhoneNumbers`. */
export type TwilioClient = AccountContext;

/** Shorter than the time in which a stopping process drains, so that an answer on its way is still heard. */
export const placeCallTimeout = 8_000;
const otherTimeout = 10_000;

/** What the SDK's resources ask of the thing that sends. */
type SdkRequest = {
  method: string;
  uri: string;
  params?: Record<string, unknown>;
  data?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/**
 * The official SDK's resources over a transport of our own. The SDK's usual client would bring axios with it (some
 * 10 MB of memory), cannot be pointed at another host, and does not tell a request that never left from one that
 * was not answered.
 * `apiBaseUrl` is the scheme, host and any path prefix before `/2010-04-01`.
 */
export function createTwilioClient(options: {
  accountSid: string;
  authToken: string;
  apiBaseUrl: string;
  clock: Clock;
}): TwilioClient {
  const { accountSid, authToken, apiBaseUrl, clock } = options;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const request = ({ method, uri, params, data, headers }: SdkRequest): Promise<ApiAnswer> =>
    sendRequest(clock, {
      method,
      url: params === undefined ? uri : `${uri}?${formOf(params)}`,
      headers: { ...headers, Authorization: authorization, 'User-Agent': 'callback-platform' },
      body: data === undefined ? undefined : formOf(data),
      timeoutMs: method === 'post' && uri.endsWith('/Calls.json') ? placeCallTimeout : otherTimeout,
    });
  const api = new ApiBase({ accountSid, request });
  api.baseUrl = apiBaseUrl;
  return api.v2010.account;
}

function formOf(fields: Record<string, unknown>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) form.append(name, String(item));
    }
  }
  return form.toString();
}
