import { createHash, timingSafeEqual } from 'node:crypto';

/** User name and password that open the account: its SID and token, or an API key and its secret. */
export type Credentials = { username: string; password: string };

function digest(text: string) {
  return createHash('sha256').update(text).digest();
}

/** Whether a Basic Authorization header carries one of the accepted pairs. */
export function isAuthorized(header: string | undefined, accepted: readonly Credentials[]): boolean {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return false;
  const given = digest(Buffer.from(encoded, 'base64').toString('utf8'));
  return accepted.some(({ username, password }) => timingSafeEqual(given, digest(`${username}:${password}`)));
}
