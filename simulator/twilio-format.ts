import { randomBytes } from 'node:crypto';

type SidPrefix = 'CA' | 'SM';

/** A Twilio-shaped identifier: two letters and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** `Fri, 24 May 2019 17:44:49 +0000`, the only date format of Twilio's 2010 API; null stays null. */
export function rfc2822Date(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toUTCString().replace('GMT', '+0000');
}
