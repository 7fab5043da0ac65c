import { z } from 'zod';

/** Longest values, in UTF-16 units. */
export const fieldLimits = { name: 80, phone: 40, subject: 140, page: 200, email: 254 } as const;

export const codeLength = 6;

/** The texts that visitors have agreed to by asking; each stays here for as long as requests name it. */
const consentTexts = ['one-call-1'] as const;

export type ConsentText = (typeof consentTexts)[number];

// Control characters, line separators and half surrogates break texts; the embedding and override marks make a
// text read otherwise than it is stored: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
const plainText = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u;
const notPlain = 'must not contain control characters';

// A name of nothing but marks, joiners, fillers or blanks is heard as silence and read as a gap.
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
const notVisible = 'must hold a letter, a digit or a sign';

/** Forms send what was left empty as an empty text. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (isEmpty(value) ? undefined : value), schema.optional());
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

/** A page's query and fragment may hold what nobody meant to tell: they are cut off. */
function withoutQuery(address: string): string {
  const url = URL.parse(address);
  return url === null ? address : `${url.origin}${url.pathname}`;
}

/** What a visitor sends to ask for a call. Unknown fields are ignored. */
export const callbackRequest = z
  .object({
    name: z
      .string()
      .trim()
      .min(1, 'is needed')
      .max(fieldLimits.name)
      .regex(plainText, notPlain)
      .regex(visible, notVisible),
    phone: z
      .string()
      .trim()
      .min(1, 'is needed')
      .max(fieldLimits.phone)
      .describe('As people write it, with or without country code.'),
    email: optional(z.email().max(fieldLimits.email)),
    subject: optional(
      z
        .string()
        .overwrite((text) => text.replace(/\s+/gu, ' ').trim())
        .max(fieldLimits.subject)
        .regex(plainText, notPlain),
    ).describe('What it is about; spoken and texted to the business.'),
    page: optional(
      z
        .string()
        .max(2_000)
        .overwrite(withoutQuery)
        .max(fieldLimits.page)
        .regex(/^https?:\/\/\S+$/, 'must be an http or https address'),
    ).describe(
      'The page the request was made on; a query or fragment is cut off, and a page of an origin that is not served ' +
        'is left out.',
    ),
    consent: optional(z.enum(consentTexts)).describe(
      'The text beside the button that was pressed, by its id.',
    ),
    captcha: optional(z.string().max(4_000)).describe('The solution that captcha in /site asks for.'),
    website: z
      .unknown()
      .optional()
      .describe('Leave it out: it is there for programs that fill in whatever they find.'),
  })
  .meta({ id: 'CallbackRequest' });

/** The code that was texted; spaces in it do not matter. */
export const codeEntry = z
  .object({
    code: z
      .string()
      .overwrite((digits) => digits.replace(/\s+/gu, ''))
      .regex(/^[0-9]{6}$/, `must be the ${codeLength} digits of the text message`),
  })
  .meta({ id: 'CodeEntry' });
