import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';

/** A number from the configuration. `textable` is false where the plan says it cannot receive texts. */
export type PhoneValue = { address: string; country: string | undefined; textable: boolean };

const sipAddress = /^sips?:[^\s@<>"]+@[^\s@<>"]+$/i;

export const phoneNumber = z.string().transform(readNumber);

/** What may be dialled for the business: a number, or the address of a phone system. */
export const phoneOrSip = z
  .string()
  .transform(
    (typed, context): PhoneValue =>
      sipAddress.test(typed)
        ? { address: typed, country: undefined, textable: false }
        : readNumber(typed, context),
  );

function readNumber(typed: string, context: z.core.$RefinementCtx<string>): PhoneValue {
  const parsed = parsePhoneNumberFromString(typed);
  if (!typed.startsWith('+')) return reject(context, 'has no country code');
  if (parsed === undefined) return reject(context, 'is not a phone number');
  if (!parsed.isValid()) return reject(context, 'is not a number that can exist in its country');
  if (parsed.ext !== undefined) return reject(context, 'has an extension, which cannot be dialled');
  return { address: parsed.number, country: parsed.country, textable: parsed.getType() !== 'FIXED_LINE' };
}

function reject(context: z.core.$RefinementCtx<string>, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}
