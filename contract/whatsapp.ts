import { z } from 'zod';
import { codeEntry } from './callback-request.ts';
import { handOffEntry, signInStart } from './sign-in.ts';

/** The body that starts a sign-in by WhatsApp. */
export const whatsappStart = signInStart.pick({ challenge: true }).meta({ id: 'WhatsappStart' });

const id = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be 43 base64url characters');

/** The message that the visitor sends, and its recipient. */
export const whatsappStarted = z
  .object({
    id: z.string().describe('Id of the sign-in. It gives no access without the verifier.'),
    code: z.string(),
    message: z.string().describe('Text to send. It contains the code.'),
    number: z.string().describe('The recipient, formatted for reading.'),
    link: z.string().describe('Opens WhatsApp with the text filled in.'),
    qr: z
      .object({ size: z.int(), path: z.string() })
      .describe('The link as a QR code: an SVG path in a square of this size.'),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'WhatsappStarted' });

export type WhatsappStarted = z.infer<typeof whatsappStarted>;

export const whatsappAddress = z.object({ id });

export const whatsappState = z
  .object({ state: z.enum(['waiting', 'code-sent-back']) })
  .meta({ id: 'WhatsappState' });

export type WhatsappState = z.infer<typeof whatsappState>;

/** The body with which a page gets its session: the code from the chat, and the verifier. */
export const whatsappConfirmation = codeEntry
  .extend({ id, verifier: handOffEntry.shape.verifier })
  .meta({ id: 'WhatsappConfirmation' });
