import { randomBytes } from 'node:crypto';

type SidPrefix = 'CA' | 'SM';

/** A Twilio-shaped identifier: two letters and 32 hexadecimal digits. */
export const newSid = (prefix: SidPrefix): string => `${prefix}${randomBytes(16).toString('hex')}`;
