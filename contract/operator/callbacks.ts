import { z } from 'zod';
import { apiOutcomes, apiStatuses, callSteps, noticeStates } from '../callback.ts';
import { webhookDelivery } from './webhooks.ts';

const sortFields = ['created_at', 'updated_at', 'name'] as const;

/** Which callbacks the operator wants to see. Absent fields match all. */
export const callbackFilter = z
  .object({
    status: z.array(z.enum(apiStatuses)).max(apiStatuses.length).optional(),
    outcome: z.array(z.enum(apiOutcomes)).max(apiOutcomes.length).optional(),
    needs_you: z
      .boolean()
      .optional()
      .describe('Failed after the phone was proven, and not done yet; or everything else.'),
    phone: z
      .string()
      .trim()
      .max(40)
      .optional()
      .describe('The whole number in any notation, or its last digits (at least 4).'),
    name: z.string().trim().max(80).optional().describe('Part of the name, in any case.'),
    from: z.iso.datetime().optional().describe('Created at this time or later.'),
    to: z.iso.datetime().optional().describe('Created before this time.'),
  })
  .meta({ id: 'CallbackFilter' });

export type CallbackFilter = z.infer<typeof callbackFilter>;

export const callbackSearch = callbackFilter
  .extend({
    sort: z.enum(sortFields).default('created_at'),
    order: z.enum(['asc', 'desc']).default('desc'),
    limit: z.int().min(1).max(500).default(50),
    cursor: z.string().max(400).optional().describe('`next` of the page before.'),
  })
  .meta({ id: 'CallbackSearch' });

const done = z
  .object({ at: z.iso.datetime(), by: z.string() })
  .describe('Set when an operator has dealt with the callback.');

const callbackRow = z
  .object({
    request_id: z.string(),
    reference: z.string(),
    name: z.string(),
    phone: z.string().describe('E.164.'),
    phone_formatted: z.string(),
    email: z.string().nullable(),
    subject: z.string().nullable(),
    page: z.string().nullable(),
    status: z.enum(apiStatuses),
    step: z.enum(callSteps).nullable(),
    outcome: z.enum(apiOutcomes).nullable(),
    message: z.string(),
    notice: z.enum(noticeStates),
    attempts: z.int(),
    needs_you: z.boolean(),
    done: done.nullable(),
    version: z.int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    verified_at: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CallbackRow' });

export type CallbackRow = z.infer<typeof callbackRow>;

export const callbackPage = z
  .object({
    items: z.array(callbackRow),
    next: z.string().nullable().describe('Cursor of the next page; null on the last one.'),
    total: z
      .union([z.int(), z.object({ at_least: z.int() })])
      .describe('How many match; `at_least` when counting stopped.'),
  })
  .meta({ id: 'CallbackPage' });

export type CallbackPage = z.infer<typeof callbackPage>;

const leg = z.object({
  sid: z.string().nullable(),
  status: z.string().describe("The carrier's status of the leg; `unseen` before it was reported."),
  talk_seconds: z.int(),
});

export const callbackDetails = callbackRow
  .extend({
    calls: z.array(
      z.object({
        number: z.int(),
        phase: z.string(),
        outcome: z.string().nullable(),
        line: z.string(),
        screening: z.string(),
        refusal: z.object({ code: z.string(), advice: z.string() }).nullable(),
        business: leg,
        visitor: leg,
        intended_at: z.iso.datetime(),
        initiated_at: z.iso.datetime().nullable(),
        closed_at: z.iso.datetime().nullable(),
      }),
    ),
    messages: z.array(
      z.object({
        purpose: z.string(),
        channel: z.string(),
        to: z.string(),
        status: z.string(),
        sid: z.string().nullable(),
        error_code: z.string().nullable(),
        created_at: z.iso.datetime(),
      }),
    ),
    webhooks: z.array(webhookDelivery).describe('By time; empty without WEBHOOK_URLS.'),
    notes: z.array(z.object({ text: z.string(), by: z.string(), at: z.iso.datetime() })),
    audit: z.array(
      z.object({
        event: z.string(),
        data: z.record(z.string(), z.unknown()),
        actor: z.string(),
        at: z.iso.datetime(),
      }),
    ),
    cost: z.object({
      currency: z.string(),
      counted: z.number().describe('Estimated cost of its calls and messages.'),
      set_aside: z.number().describe('Still reserved for its calls and messages.'),
    }),
  })
  .meta({ id: 'CallbackDetails' });

export type CallbackDetails = z.infer<typeof callbackDetails>;

export const noteRequest = z
  .object({ text: z.string().trim().min(1, 'is needed').max(2_000) })
  .meta({ id: 'NoteRequest' });

export const doneRequest = z
  .object({ done: z.boolean().default(true).describe('False takes it back.') })
  .meta({ id: 'DoneRequest' });

/** What a retry answers: the callback, and when it will be called. */
export const retried = callbackRow
  .extend({ calls_at: z.iso.datetime().describe('When the business is called, if a line is free then.') })
  .meta({ id: 'RetriedCallback' });
