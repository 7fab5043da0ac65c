import { randomBytes } from 'node:crypto';

type SidPrefix = 'CA' | 'SM';

/** Makes an identifier in Twilio's shape: two letters and 32 hexadecimal digits. */
export function newSid(prefix: SidPrefix): string {
  return `${prefix}${randomBytes(16).toString('hex')}`;
}

/** Formats a time as Twilio's 2010 API does: `Fri, 24 May 2019 17:44:49 +0000`. */
export function rfc2822Date(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}

/** Like `rfc2822Date`; `null`, as Twilio's JSON says it, when there is no time yet. */
export function rfc2822DateOrNull(epochMs: number | undefined) {
  return epochMs === undefined ? null : rfc2822Date(epochMs);
}
