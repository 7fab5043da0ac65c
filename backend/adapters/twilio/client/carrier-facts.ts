import type { Clock } from '../../../ports/clock.ts';
import { type AccountCheck, checkAccount } from './check-account.ts';
import { createTwilioClient } from './client.ts';
import { sendRequest } from './send-request.ts';

export type OwnNumber = {
  sid: string;
  number: string;
  name: string;
  calls: boolean;
  texts: boolean;
  voiceUrl: string;
  smsUrl: string;
};

/** What the carrier tells about an account. Each method throws `RequestError` when no answer came. */
export type CarrierFacts = {
  account(callerNumber: string): Promise<AccountCheck>;
  numbers(): Promise<OwnNumber[]>;
  /** Numbers that a trial account may call and text. */
  verifiedNumbers(): Promise<string[]>;
  /** Whether calls to a country are allowed; `undefined` when the carrier does not tell. */
  mayCall(country: string): Promise<boolean | undefined>;
  /** Statuses of the A2P brands; `undefined` when the carrier does not tell. */
  brands(): Promise<string[] | undefined>;
  /** The carrier's clock minus this machine's (ms); `undefined` when it sends no date. */
  clockOffsetMs(): Promise<number | undefined>;
  /** Calls a phone, which hears one sentence. Returns the call's SID. */
  tryCall(to: string, from: string): Promise<string>;
  callStatus(sid: string): Promise<string>;
  setWebhooks(sid: string, urls: { voiceUrl: string; smsUrl: string }): Promise<void>;
};

type Account = { accountSid: string; authToken: string; apiBaseUrl?: string | undefined; clock: Clock };

const timeoutMs = 5_000;

const trialSentence =
  '<Response><Say>This is a test call of your callback platform. It works. Goodbye.</Say></Response>';

export function createCarrierFacts({ accountSid, authToken, apiBaseUrl, clock }: Account): CarrierFacts {
  const base = apiBaseUrl ?? 'https://api.twilio.com';
  const client = createTwilioClient({ accountSid, authToken, apiBaseUrl: base, clock });
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  /** A compatible carrier has one host for all products. */
  const hostOf = (product: 'voice' | 'messaging') => apiBaseUrl ?? `https://${product}.twilio.com`;

  async function get(url: string): Promise<{ status: number; body: Record<string, unknown>; date?: string }> {
    const headers = { Authorization: authorization, 'User-Agent': 'callback-platform' };
    const answer = await sendRequest(clock, { method: 'get', url, headers, body: undefined, timeoutMs });
    const date = answer.headers.date;
    return {
      status: answer.statusCode,
      body: parse(answer.body),
      ...(typeof date === 'string' && { date }),
    };
  }

  return {
    account: (callerNumber) => checkAccount(client, callerNumber),
    async numbers() {
      const page = await client.incomingPhoneNumbers.page({ pageSize: 50 });
      return page.instances.map((owned) => ({
        sid: owned.sid,
        number: owned.phoneNumber,
        name: owned.friendlyName,
        calls: owned.capabilities.voice,
        texts: owned.capabilities.sms,
        voiceUrl: owned.voiceUrl,
        smsUrl: owned.smsUrl,
      }));
    },
    async verifiedNumbers() {
      const { body } = await get(`${base}/2010-04-01/Accounts/${accountSid}/OutgoingCallerIds.json`);
      return listOf(body.outgoing_caller_ids).map(({ phone_number: number }) => String(number));
    },
    async mayCall(country) {
      const { status, body } = await get(`${hostOf('voice')}/v1/DialingPermissions/Countries/${country}`);
      return status === 200 ? body.low_risk_numbers_enabled === true : undefined;
    },
    async brands() {
      const { status, body } = await get(`${hostOf('messaging')}/v1/a2p/BrandRegistrations`);
      return status === 200 ? listOf(body.data).map((brand) => String(brand.status)) : undefined;
    },
    async clockOffsetMs() {
      const { date } = await get(`${base}/2010-04-01/Accounts/${accountSid}.json`);
      return date === undefined ? undefined : Date.parse(date) - clock.now();
    },
    async tryCall(to, from) {
      const { sid } = await client.calls.create({
        to,
        from,
        twiml: trialSentence,
        timeout: 25,
        timeLimit: 60,
      });
      return sid;
    },
    callStatus: async (sid) => (await client.calls(sid).fetch()).status,
    async setWebhooks(sid, { voiceUrl, smsUrl }) {
      await client
        .incomingPhoneNumbers(sid)
        .update({ voiceUrl, voiceMethod: 'POST', smsUrl, smsMethod: 'POST' });
    },
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
