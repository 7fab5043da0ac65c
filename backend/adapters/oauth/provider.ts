import type { ProviderPerson } from '../../ports/sign-in/identity-provider.ts';

/** Where a provider's servers are asked. Tests bring their own. */
export type Endpoints = {
  issuer: string;
  authorization: string;
  token: string;
  /** Where the profile is read; undefined where it stands in the ID token. */
  profile: string | undefined;
  /** Where the keys lie that ID tokens are signed with: https://www.rfc-editor.org/rfc/rfc7517 */
  keys?: string;
};

/** What is particular to one provider. */
export type Provider = {
  id: string;
  endpoints: Endpoints;
  /** No more than the name, and the email where there is one. */
  scope: string;
  /** OpenID Connect: the person stands in an ID token, which is bound to us by a nonce. */
  openid: boolean;
  /** How the client proves itself where codes are exchanged. */
  clientAuth: 'post' | 'basic';
  /** More for the authorization address. */
  parameters?: Record<string, string>;
  /** Whether every answer must name its issuer: https://www.rfc-editor.org/rfc/rfc9207 */
  namesIssuer?: boolean;
  /** Makes a proper answer (https://www.rfc-editor.org/rfc/rfc6749#section-5) of the provider's own kind. */
  normalizeTokenResponse?(answer: JsonObject): JsonObject;
  profileParameters?(accessToken: string, clientSecret: string): Record<string, string>;
  /** The person in a profile or in an ID token's claims; undefined when it holds none. */
  readPerson(profile: JsonObject): Omit<ProviderPerson, 'issuer'> | undefined;
};

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that is there; anything else counts as missing. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An identifier that some answers write as a number. */
export function idIn(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return Number.isSafeInteger(value) ? String(value) : textIn(object, name);
}

/** https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims; an email that nobody confirmed is none. */
export const readOpenidPerson: Provider['readPerson'] = (claims) => {
  const subject = textIn(claims, 'sub');
  if (subject === undefined) return undefined;
  const email = claims.email_verified === false ? undefined : textIn(claims, 'email');
  return { subject, name: textIn(claims, 'name'), email };
};
