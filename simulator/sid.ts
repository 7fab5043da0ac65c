import { randomBytes } from 'node:crypto';

type SidPrefix = 'CA' | 'SM';

/** A Twilio-shaped identifier: two letters and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}
