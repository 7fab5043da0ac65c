import { z } from 'zod';

export const apiStatuses = [
  'pending',
  'verified',
  'calling',
  'connected',
  'completed',
  'failed',
  'cancelled',
] as const;

const callSteps = ['calling-business', 'business-screening', 'calling-visitor', 'bridged'] as const;

export const apiOutcomes = [
  'talked',
  'business-no-answer',
  'business-busy',
  'business-declined',
  'business-voicemail',
  'business-hung-up',
  'visitor-no-answer',
  'visitor-busy',
  'visitor-unreachable',
  'short-or-voicemail',
  'carrier-refused',
  'unknown-result',
  'after-hours-notified',
  'waited-too-long',
  'budget-reached',
  'database-moved',
  'opted-out',
  'code-not-sent',
  'not-verified',
  'joined-live-request',
  'cancelled-by-visitor',
  'cancelled-by-operator',
] as const;

/** The shape of `request_id`: 128 bits, base64url. Whoever has it may see and cancel the request. */
export const callbackIdPattern = /^[A-Za-z0-9_-]{22}$/;

/** One request as its visitor sees it. Times are UTC. */
export const callback = z
  .object({
    request_id: z
      .string()
      .describe(
        'The capability of this request. After verifying it may be another than the one in the address.',
      ),
    reference: z.string().describe('Short and speakable; stands in every text and opens nothing.'),
    status: z.enum(apiStatuses),
    step: z.enum(callSteps).nullable().describe('How far the call is, while there is one.'),
    outcome: z.enum(apiOutcomes).nullable().describe('What came of it, once it has ended.'),
    message: z.string().describe('Where the request stands, in a sentence for the visitor.'),
    version: z.int().describe('Grows with every change.'),
    queue: z
      .object({ position: z.int(), expected_wait_seconds: z.int() })
      .nullable()
      .describe('While the request waits for a free line.'),
    code: z
      .object({
        expires_at: z.iso.datetime(),
        guesses_left: z.int(),
        resend_at: z.iso.datetime().describe('When another code may be asked for.'),
        delivery: z.enum(['sending', 'sent', 'failed']),
      })
      .nullable()
      .describe('While a code is expected.'),
    phone: z.string().describe("The visitor's number, formatted for reading."),
    business_number: z.string().describe('The number that will call, formatted for reading.'),
    notice: z.enum(['none', 'sending', 'sent', 'failed']).describe('How far telling the business has come.'),
    now: z.iso
      .datetime()
      .describe(
        "The server's time as this was written: what is left of a wait is told by it, whatever a visitor's clock says.",
      ),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Callback' });

export type CallbackState = z.infer<typeof callback>;
