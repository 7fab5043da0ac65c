import type { Provider } from './provider.ts';
import { textIn } from './provider.ts';

/** https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims; an email that nobody confirmed is none. */
export const readOpenidPerson: Provider['readPerson'] = (claims) => {
  const subject = textIn(claims, 'sub');
  if (subject === undefined) return undefined;
  const email = claims.email_verified === false ? undefined : textIn(claims, 'email');
  return { subject, name: textIn(claims, 'name'), email };
};
