import type { CarrierErrorClass, CarrierRefusal } from '../../../ports/carrier/carrier-errors.ts';

/**
 * Returns the class of a carrier error and the fix for the deployer. Twilio adds codes without notice, so a code
 * outside the table gets its class from the HTTP status.
 */
export function explainError(code: string, httpStatus?: number): CarrierRefusal {
  const known = errorTable.get(code);
  if (known !== undefined) return { class: known.class, code, advice: known.advice };
  return { class: classOf(httpStatus), code, advice: adviceFor(code) };
}

function classOf(httpStatus: number | undefined): CarrierErrorClass {
  if (httpStatus === undefined || httpStatus >= 500) return 'unavailable';
  if (httpStatus === 401 || httpStatus === 404) return 'config';
  if (httpStatus === 403) return 'not-permitted';
  return httpStatus === 429 ? 'throttled' : 'application';
}

function adviceFor(code: string): string {
  return /^\d+$/.test(code)
    ? `Look up the code at https://www.twilio.com/docs/api/errors/${code} and in the Twilio Console under Monitor, Logs, Errors.`
    : 'Check that this server can reach the carrier (TWILIO_API_BASE_URL, network, DNS), and see https://status.twilio.com.';
}

type Explanation = { class: CarrierErrorClass; advice: string };

/** Twilio's list of all codes: https://www.twilio.com/docs/api/errors */
const groups: (Explanation & { codes: string[] })[] = [
  {
    codes: ['20003'],
    class: 'config',
    advice:
      'TWILIO_SID and TWILIO_AUTH_TOKEN do not match. Copy both from the home page of the Twilio Console.',
  },
  {
    codes: ['20404'],
    class: 'config',
    advice: 'The carrier does not know this account or call. Check TWILIO_SID and TWILIO_API_BASE_URL.',
  },
  {
    codes: ['21210', '21212', '21606'],
    class: 'config',
    advice:
      'TWILIO_NUMBER cannot be used. Set it to a number of this account that has the Voice and SMS capabilities, in the form +12015550100.',
  },
  {
    codes: ['21211', '21217', '21214', '21614', '13223', '13224'],
    class: 'bad-number',
    advice: 'The number does not exist or cannot be reached. Check its digits and its country code.',
  },
  {
    codes: ['21612', '30010', '30024', '30037'],
    class: 'config',
    advice:
      'TWILIO_NUMBER cannot send SMS to this destination. Set TWILIO_NUMBER to another number of your account, or remove the country from ALLOWED_COUNTRIES.',
  },
  {
    codes: ['21215', '13225', '13226', '13227', '32224'],
    class: 'not-permitted',
    advice:
      'Calls to this destination are not enabled. Enable its country in the Twilio Console under Voice, Settings, Geo permissions, or remove it from ALLOWED_COUNTRIES.',
  },
  {
    codes: ['21216'],
    class: 'not-permitted',
    advice:
      'The carrier blocks calls to this number. For +1 numbers create a Primary Customer Profile in the Twilio Console under Trust Hub. For other numbers ask Twilio Support.',
  },
  {
    codes: ['21408', '60238', '60605'],
    class: 'not-permitted',
    advice:
      'SMS to this country is not enabled. Enable the country in the Twilio Console under Messaging, Settings, Geo permissions.',
  },
  {
    codes: ['30034'],
    class: 'not-permitted',
    advice:
      'TWILIO_NUMBER is not registered for SMS to US numbers. Register it for A2P 10DLC in the Twilio Console under Messaging, Regulatory compliance.',
  },
  {
    codes: ['30032'],
    class: 'not-permitted',
    advice:
      'TWILIO_NUMBER is a toll-free number that is not verified. Submit its toll-free verification in the Twilio Console under Messaging, Regulatory compliance.',
  },
  {
    codes: ['30018', '30033', '30035', '30038', '30040'],
    class: 'not-permitted',
    advice:
      'The sender or its campaign is not registered with the receiving networks. Check the registrations of TWILIO_NUMBER in the Twilio Console under Messaging, Regulatory compliance.',
  },
  {
    codes: ['30450'],
    class: 'not-permitted',
    advice:
      'The carrier took this SMS for fraud and blocked it. See Messaging, Settings, SMS pumping protection in the Twilio Console.',
  },
  {
    codes: ['30002'],
    class: 'config',
    advice:
      'The account is suspended. See the notices and the balance on the home page of the Twilio Console.',
  },
  {
    codes: ['21219', '573005', '572005'],
    class: 'trial',
    advice:
      'A trial account can reach only verified numbers. Verify this number in the Twilio Console under Phone Numbers, Verified Caller IDs, or upgrade the account.',
  },
  {
    codes: ['21608'],
    class: 'trial',
    advice:
      'This account can send SMS only to verified numbers. Verify this number or upgrade the account. A paid account needs an approved Customer Profile in Trust Hub.',
  },
  {
    codes: ['10002'],
    class: 'trial',
    advice: 'The trial account does not permit this. Upgrade the account in the Twilio Console.',
  },
  {
    codes: ['21610'],
    class: 'opted-out',
    advice: 'This phone sent STOP to TWILIO_NUMBER. Only START, sent from that phone, allows SMS again.',
  },
  {
    codes: ['20429'],
    class: 'throttled',
    advice:
      'The carrier got too many requests at once. If this happens often, ask Twilio for more calls per second or a higher concurrency limit.',
  },
  {
    codes: ['21611', '30001', '30022', '30023', '30027'],
    class: 'throttled',
    advice:
      'The SMS queue of TWILIO_NUMBER is full. SMS are retried later. If this happens often, add a number.',
  },
  {
    codes: ['20500', '20503'],
    class: 'unavailable',
    advice: 'The carrier has an internal error. See https://status.twilio.com.',
  },
  {
    codes: ['11200', '11205'],
    class: 'application',
    advice:
      'The carrier could not reach a webhook of this server. Check that PUBLIC_BASE_URL is reachable from the internet and responds within 15 seconds.',
  },
  {
    codes: ['12100', '12300'],
    class: 'application',
    advice:
      'The carrier could not read the response from PUBLIC_BASE_URL. Check that no page of a proxy or tunnel is sent instead.',
  },
  {
    codes: ['30003', '30005', '30006'],
    class: 'bad-number',
    advice: 'SMS does not reach this phone: it is off, does not exist or is a landline. Check the number.',
  },
  {
    codes: ['30004', '30007'],
    class: 'not-permitted',
    advice:
      'The receiving network blocked the SMS. Check that TWILIO_NUMBER is registered for SMS (A2P 10DLC or toll-free verification).',
  },
  {
    codes: ['30008', '30009', '30017', '30036', '30410'],
    class: 'unavailable',
    advice:
      'The receiving network gave no reason. Send a test SMS by hand. If this happens often, ask Twilio Support.',
  },
  {
    codes: ['63016'],
    class: 'not-permitted',
    advice:
      'WhatsApp permits free-form messages only within 24 hours of the last message from that person. Send an approved template instead.',
  },
];

const errorTable: ReadonlyMap<string, Explanation> = new Map(
  groups.flatMap(({ codes, ...explanation }) => codes.map((code) => [code, explanation] as const)),
);
