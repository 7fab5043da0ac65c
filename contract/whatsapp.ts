import { z } from 'zod';
import { codeEntry } from './callback-request.ts';
import { handOffEntry, signInStart } from './sign-in.ts';

/** What a page sends to begin. */
export const whatsappStart = signInStart.pick({ challenge: true }).meta({ id: 'WhatsappStart' });

const id = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not one of ours');

/** What the visitor is to send, and where to. */
export const whatsappStarted = z
  .object({
    id: z.string().describe('The page asks with it. It opens nothing without the verifier.'),
    code: z.string(),
    message: z.string().describe('The text to send, the code in it.'),
    number: z.string().describe('Where to, formatted for reading.'),
    link: z.string().describe('Opens WhatsApp with the text ready to be sent.'),
    qr: z
      .object({ size: z.int(), path: z.string() })
      .describe('The link as a QR code: an SVG path in a square of that size.'),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'WhatsappStarted' });

export type WhatsappStarted = z.infer<typeof whatsappStarted>;

export const whatsappAddress = z.object({ id });

export const whatsappState = z
  .object({ state: z.enum(['waiting', 'code-sent-back']) })
  .meta({ id: 'WhatsappState' });

export type WhatsappState = z.infer<typeof whatsappState>;

/** What the page sends for its session: the digits that came back in the chat, and its verifier. */
export const whatsappConfirmation = codeEntry
  .extend({ id, verifier: handOffEntry.shape.verifier })
  .meta({ id: 'WhatsappConfirmation' });
