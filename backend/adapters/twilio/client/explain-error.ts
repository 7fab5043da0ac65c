import type { CarrierErrorClass, CarrierRefusal } from '../../../ports/carrier/carrier-errors.ts';

/**
 * What an error of the carrier means and what the deployer can do about it. A code that is not in the table is
 * explained by its HTTP status, because new codes appear without notice.
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
    ? `Look the code up at https://www.twilio.com/docs/api/errors/${code} and in the Twilio Console under Monitor, Logs, Errors.`
    : 'Check that this server reaches the carrier (TWILIO_API_BASE_URL, network, DNS) and see https://status.twilio.com.';
}

type Explanation = { class: CarrierErrorClass; advice: string };

/** Codes that mean the same for us. The list of all codes: https://www.twilio.com/docs/api/errors */
const groups: (Explanation & { codes: string[] })[] = [
  {
    codes: ['20003'],
    class: 'config',
    advice:
      'TWILIO_SID and TWILIO_AUTH_TOKEN do not match: copy both from the first page of the Twilio Console.',
  },
  {
    codes: ['20404'],
    class: 'config',
    advice:
      'The carrier knows no such account or call: check that TWILIO_SID is the account in use and that TWILIO_API_BASE_URL is right.',
  },
  {
    codes: ['21210', '21212', '21606'],
    class: 'config',
    advice:
      'TWILIO_NUMBER cannot be used for this: enter a number of this account, in the form +12015550100, that has the Voice and SMS capabilities.',
  },
  {
    codes: ['21211', '21217', '21214', '21614', '13223', '13224'],
    class: 'bad-number',
    advice: 'The number does not exist or cannot be reached: check its digits and its country code.',
  },
  {
    codes: ['21612'],
    class: 'bad-number',
    advice: 'No text can be sent from TWILIO_NUMBER to this number: try another number of your account.',
  },
  {
    codes: ['21215', '13225', '13226', '13227', '32224'],
    class: 'not-permitted',
    advice:
      'Calls to this destination are switched off: allow its country in the Twilio Console under Voice, Settings, Geo permissions, or remove it from ALLOWED_COUNTRIES.',
  },
  {
    codes: ['21216'],
    class: 'not-permitted',
    advice:
      'The carrier blocks calls to this number: for +1 numbers create a Primary Customer Profile in the Twilio Console under Trust Hub, else ask Twilio Support.',
  },
  {
    codes: ['21408'],
    class: 'not-permitted',
    advice:
      'Texts to this country are switched off: allow it in the Twilio Console under Messaging, Settings, Geo permissions.',
  },
  {
    codes: ['30034'],
    class: 'not-permitted',
    advice:
      'TWILIO_NUMBER is not registered for texts to US numbers: register it for A2P 10DLC in the Twilio Console under Messaging, Regulatory compliance.',
  },
  {
    codes: ['21219', '573005', '572005'],
    class: 'trial',
    advice:
      'A trial account reaches only verified numbers: verify this one in the Twilio Console under Phone Numbers, Verified Caller IDs, or upgrade the account.',
  },
  {
    codes: ['21608'],
    class: 'trial',
    advice:
      'This account may text verified numbers only: verify this one or upgrade the account; a paid account needs an approved Customer Profile in Trust Hub.',
  },
  {
    codes: ['10002'],
    class: 'trial',
    advice: 'The trial account does not allow this: upgrade it in the Twilio Console.',
  },
  {
    codes: ['21610'],
    class: 'opted-out',
    advice:
      'The owner of this number answered STOP to TWILIO_NUMBER: only a START text from that phone lifts it.',
  },
  {
    codes: ['20429'],
    class: 'throttled',
    advice:
      'Too many requests at once: nothing to do if it is rare; otherwise ask Twilio for more calls per second or more concurrency.',
  },
  {
    codes: ['21611'],
    class: 'throttled',
    advice:
      'Too many texts wait to leave TWILIO_NUMBER: they are sent later; add a number if it happens often.',
  },
  {
    codes: ['20500', '20503'],
    class: 'unavailable',
    advice: 'The carrier has a fault of its own: see https://status.twilio.com.',
  },
  {
    codes: ['11200', '11205'],
    class: 'application',
    advice:
      'The carrier could not fetch an answer from this server: check that PUBLIC_BASE_URL is reachable from the internet and answers within 15 seconds.',
  },
  {
    codes: ['12100', '12300'],
    class: 'application',
    advice:
      'The carrier could not read the answer at PUBLIC_BASE_URL: check that no proxy or tunnel page answers in place of this server.',
  },
  {
    codes: ['30003', '30005', '30006'],
    class: 'bad-number',
    advice: 'The phone is off, does not exist or is a landline: texts do not reach it.',
  },
  {
    codes: ['30004', '30007'],
    class: 'not-permitted',
    advice:
      'The receiving network blocked the text: check that TWILIO_NUMBER is registered for texts (A2P 10DLC or toll-free verification).',
  },
  {
    codes: ['30008'],
    class: 'unavailable',
    advice:
      'The receiving network gave no reason: send a text by hand, and ask Twilio Support if it happens often.',
  },
  {
    codes: ['63016'],
    class: 'not-permitted',
    advice:
      'WhatsApp allows free words only within 24 hours of the last message from that person: send an approved template instead.',
  },
];

const errorTable: ReadonlyMap<string, Explanation> = new Map(
  groups.flatMap(({ codes, ...explanation }) => codes.map((code) => [code, explanation] as const)),
);
