import { z } from 'zod';

export const secondFactorState = z
  .object({
    on: z.boolean(),
    since: z.iso.datetime().nullable(),
    recovery_codes_left: z.int(),
  })
  .meta({ id: 'SecondFactor' });

export type SecondFactorState = z.infer<typeof secondFactorState>;

export const begunSecondFactor = z
  .object({
    secret: z.string().describe('In base32, to be typed where no camera is at hand.'),
    otpauth_uri: z.string().describe('What authenticator apps read.'),
    qr_svg: z.string().describe('The same address as a QR code.'),
    confirm_before: z.iso.datetime(),
  })
  .meta({ id: 'BegunSecondFactor' });

export type BegunSecondFactor = z.infer<typeof begunSecondFactor>;

const code = z.string().trim().min(1, 'is needed').max(40);

export const firstCode = z
  .object({ code: code.describe('The six digits that the authenticator app shows.') })
  .meta({ id: 'FirstCode' });

export const confirmedSecondFactor = z
  .object({
    recovery_codes: z
      .array(z.string())
      .describe('Each signs in once without the phone. Shown only in this answer.'),
  })
  .meta({ id: 'ConfirmedSecondFactor' });

export type ConfirmedSecondFactor = z.infer<typeof confirmedSecondFactor>;

/** What proves again who acts. */
export const tokenOnceMore = z
  .object({
    token: z.string().max(200).optional().describe('Needed in a session: the token, once more.'),
    code: z.string().trim().max(40).optional().describe('A code of the second factor, when it is on.'),
  })
  .meta({ id: 'TokenOnceMore' });
