import ApiBase from 'twilio/lib/rest/ApiBase.js';
import type { AccountContext } from 'twilio/lib/rest/api/v2010/account.js';
import type { Clock } from '../../../ports/clock.ts';
import { type ApiResponse, sendRequest } from './send-request.ts';

/** The SDK's resources of one account: `calls`, `messages`, `incomingPhoneNumbers`. */
export type TwilioClient = AccountContext;

/** Shorter than the time that a stopping process waits, so that it still reads the response. */
export const placeCallTimeoutMs = 8_000;
const defaultTimeoutMs = 10_000;

/** The request that the SDK's resources pass to their transport. */
type SdkRequest = {
  method: string;
  uri: string;
  params?: Record<string, unknown>;
  data?: Record<string, unknown>;
  headers?: Record<string, string>;
};

/**
 * Creates the official SDK's resources on the transport of `send-request.ts`. The SDK's own transport loads axios
 * (about 10 MB of memory) and has a fixed host. It also does not tell an unsent request from an unanswered one.
 * `apiBaseUrl`: scheme, host and any path prefix before `/2010-04-01`.
 */
export function createTwilioClient(options: {
  accountSid: string;
  authToken: string;
  apiBaseUrl: string;
  clock: Clock;
}): TwilioClient {
  const { accountSid, authToken, apiBaseUrl, clock } = options;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const request = ({ method, uri, params, data, headers }: SdkRequest): Promise<ApiResponse> =>
    sendRequest(clock, {
      method,
      url: params === undefined ? uri : `${uri}?${encodeForm(params)}`,
      headers: { ...headers, Authorization: authorization, 'User-Agent': 'callback-platform' },
      body: data === undefined ? undefined : encodeForm(data),
      timeoutMs: method === 'post' && uri.endsWith('/Calls.json') ? placeCallTimeoutMs : defaultTimeoutMs,
    });
  const api = new ApiBase({ accountSid, request });
  api.baseUrl = apiBaseUrl;
  return api.v2010.account;
}

function encodeForm(fields: Record<string, unknown>): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) form.append(name, String(item));
    }
  }
  return form.toString();
}
