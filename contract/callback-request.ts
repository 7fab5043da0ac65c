import { z } from 'zod';
import { readCode } from './digits.ts';

/** Maximum lengths, in UTF-16 code units. */
export const fieldLimits = { name: 80, phone: 40, subject: 140, page: 200, email: 254 } as const;

export const codeLength = 6;

/** How a code reaches the visitor. */
export const codeWays = ['text', 'call'] as const;

/** Ids of the consent sentences on the form. Stored callbacks name them, so remove none that is still stored. */
const consentTexts = ['one-call-1', 'one-call-2'] as const;

export type ConsentText = (typeof consentTexts)[number];

// A name of marks, joiners, fillers or blanks only is silent in a call and invisible in a message.
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
const notVisible = 'must contain a letter, a digit or a symbol';

/**
 * Removes what breaks messages, and marks that change how a text reads; the words stay. Joiners stay too: Persian and
 * emoji need them. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
function cleanText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\p{Cs}|(?![\u200c\u200d])\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Forms send an empty field as an empty string: it counts as absent. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (isEmpty(value) ? undefined : value), schema.optional());
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

/** What advertisements add to an address. Everything else in a query or fragment can be private. */
const campaignFacts = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content'];

function withCampaign(address: string): string {
  const url = URL.parse(address);
  if (url === null) return address;
  const campaign = new URLSearchParams(
    [...url.searchParams].filter(([name]) => campaignFacts.includes(name)),
  );
  const page = `${url.origin}${url.pathname}`;
  const whole = `${page}?${campaign}`;
  return campaign.size === 0 || whole.length > fieldLimits.page ? page : whole;
}

/** The body of a request for a callback. Unknown fields are ignored. */
export const callbackRequest = z
  .object({
    name: z
      .string()
      .overwrite(cleanText)
      .min(1, 'is needed')
      .max(fieldLimits.name)
      .regex(visible, notVisible),
    phone: z
      .string()
      .trim()
      .min(1, 'is needed')
      .max(fieldLimits.phone)
      .describe('In any common notation, with or without country code.'),
    email: optional(z.string().overwrite(cleanText).check(z.email()).max(fieldLimits.email)),
    subject: optional(z.string().overwrite(cleanText).max(fieldLimits.subject)).describe(
      'What the callback is about. It is spoken and texted to the business.',
    ),
    page: optional(
      z
        .string()
        .max(2_000)
        .overwrite(withCampaign)
        .max(fieldLimits.page)
        .regex(/^https?:\/\/\S+$/, 'must be an http or https address'),
    ).describe(
      'Page on which the request was made. The fragment is removed, and of the query all but the `utm_` parameters. A page of an origin that is not allowed ' +
        'is ignored.',
    ),
    language: optional(z.string().max(35)).describe(
      'What the visitor reads and hears, as BCP 47, such as de or pt-BR. Without it, or for a language that is not there, ' +
        'Accept-Language counts, then the language of the business.',
    ),
    consent: optional(z.enum(consentTexts)).describe('Id of the consent sentence beside the button.'),
    captcha: optional(z.string().max(4_000)).describe('Solution of the captcha that /site names.'),
    website: z.unknown().optional().describe('Leave it out: a trap for bots, which fill in every field.'),
  })
  .meta({ id: 'CallbackRequest' });

/** The body of a request for another code; it can be left out where no captcha is required. */
export const anotherCode = z
  .object({
    captcha: optional(z.string().max(4_000)).describe('Solution of a new captcha.'),
    by: optional(z.enum(codeWays)).describe(
      'Text message, or a call that speaks the code after a key was pressed; without it, the way of the last code. ' +
        'A way that `ways` does not list is not used.',
    ),
  })
  .nullish()
  .meta({ id: 'AnotherCode' });

/** The code from the text message, in digits of any script. Separators and invisible characters are ignored. */
export const codeEntry = z
  .object({
    code: z
      .string()
      .max(100)
      .overwrite(readCode)
      .regex(/^[0-9]{6}$/, `must be the ${codeLength} digits of the text message`),
  })
  .meta({ id: 'CodeEntry' });
