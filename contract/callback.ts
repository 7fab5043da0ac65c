import { z } from 'zod';
import { codeWays } from './callback-request.ts';

export const apiStatuses = [
  'pending',
  'verified',
  'calling',
  'connected',
  'completed',
  'failed',
  'cancelled',
] as const;

export const callSteps = ['calling-business', 'business-screening', 'calling-visitor', 'bridged'] as const;

/** State of the notice to the business. */
export const noticeStates = ['none', 'sending', 'delayed', 'sent', 'failed'] as const;

export const apiOutcomes = [
  'talked',
  'business-hung-up',
  'visitor-no-answer',
  'visitor-busy',
  'visitor-unreachable',
  'visitor-not-connected',
  'visitor-voicemail',
  'short-or-voicemail',
  'perhaps-voicemail',
  'business-no-answer',
  'business-busy',
  'business-declined',
  'business-voicemail',
  'technical-fault',
  'carrier-refused',
  'unknown-result',
  'after-hours-notified',
  'waited-too-long',
  'budget-reached',
  'database-moved',
  'opted-out',
  'number-blocked',
  'code-not-sent',
  'code-blocked',
  'not-verified',
  'joined-live-request',
  'cancelled-by-visitor',
  'cancelled-by-operator',
] as const;

/** `request_id` is 128 bits in base64url. It authorizes to see and cancel the callback. */
export const callbackIdPattern = /^[A-Za-z0-9_-]{22}$/;

/** A callback as its visitor sees it. Times are UTC. */
export const callback = z
  .object({
    request_id: z
      .string()
      .describe(
        'Id and access key of the callback. After verifying it can differ from the one in the address.',
      ),
    reference: z.string().describe('Short and easy to say. It is in every text message and gives no access.'),
    status: z.enum(apiStatuses),
    step: z.enum(callSteps).nullable().describe('Progress of the call, while there is one.'),
    outcome: z.enum(apiOutcomes).nullable().describe('The result, after the callback has ended.'),
    message: z.string().describe('The state as a sentence for the visitor.'),
    version: z.int().describe('Grows with every change.'),
    queue: z
      .object({ position: z.int(), expected_wait_seconds: z.int() })
      .nullable()
      .describe('Set while the callback waits for a free line.'),
    code: z
      .object({
        expires_at: z.iso.datetime(),
        guesses_left: z.int(),
        resend_at: z.iso.datetime().describe('When a new code can be requested.'),
        delivery: z
          .enum(['sending', 'sent', 'failed', 'blocked'])
          .describe('blocked: the service cannot send codes now; the number is not at fault.'),
        by: z.enum(codeWays).describe('How this code is sent. A call speaks it after a key was pressed.'),
        ways: z.array(z.enum(codeWays)).describe('How the next one can be sent.'),
      })
      .nullable()
      .describe('Set while a code is expected.'),
    phone: z.string().describe("The visitor's number, formatted for reading."),
    business_number: z.string().describe('The number that will call, formatted for reading.'),
    notice: z
      .enum(noticeStates)
      .describe('Whether the business was told about the callback; `delayed` is tried again for a day.'),
    now: z.iso
      .datetime()
      .describe(
        "The server's time. Compute remaining waits from it, because a visitor's clock can be wrong.",
      ),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Callback' });

export type CallbackState = z.infer<typeof callback>;
