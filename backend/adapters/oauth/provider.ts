import { oneLine, shorten } from '../../domain/messages/one-line.ts';
import type { ProviderPerson } from '../../ports/sign-in/identity-provider.ts';

/** Addresses of a provider. Tests replace them. */
export type Endpoints = {
  issuer: string;
  authorization: string;
  token: string;
  /** Address of the profile; `undefined` when the ID token contains it. */
  profile: string | undefined;
  /** Address of the keys that sign ID tokens: https://www.rfc-editor.org/rfc/rfc7517 */
  keys?: string;
};

/** One sign-in provider: its data and its deviations from the standard. */
export type Provider = {
  id: string;
  endpoints: Endpoints;
  /** Requests no more than the name, and the email where the provider has it. */
  scope: string;
  /** OpenID Connect: an ID token, bound to this sign-in by a nonce, contains the person. */
  openid: boolean;
  /** How the client authenticates at the token endpoint. */
  clientAuth: 'post' | 'basic';
  /** More parameters of the authorization request. */
  parameters?: Record<string, string>;
  /** Whether every authorization response must name its issuer: https://www.rfc-editor.org/rfc/rfc9207 */
  namesIssuer?: boolean;
  /** Converts a provider's own format into a standard token response: https://www.rfc-editor.org/rfc/rfc6749#section-5 */
  normalizeTokenResponse?(answer: JsonObject): JsonObject;
  profileParameters?(accessToken: string, clientSecret: string): Record<string, string>;
  /** Reads the person from a profile or from an ID token's claims; `undefined` when there is none. */
  readPerson(profile: JsonObject): Omit<ProviderPerson, 'issuer'> | undefined;
};

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a string without surrounding spaces; `undefined` when it is empty or not a string. */
export function readString(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The form accepts no longer name. */
const maxNameCharacters = 80;
/** https://www.rfc-editor.org/errata/eid1690 */
const maxEmailCharacters = 254;
/** https://openid.net/specs/openid-connect-core-1_0.html#IDToken, `sub` */
const maxIdCharacters = 255;

/** Returns a person's name as one line, cut to the length that the form accepts. */
export function readName(object: JsonObject, name: string): string | undefined {
  const line = shorten(oneLine(readString(object, name) ?? ''), maxNameCharacters);
  return line === '' ? undefined : line;
}

/** Returns an email address; `undefined` when it is too long or has blanks or control characters. */
export function readEmail(object: JsonObject, name: string): string | undefined {
  const email = readString(object, name);
  const isPlain = email !== undefined && email.length <= maxEmailCharacters && /^[^\s\p{C}]+$/u.test(email);
  return isPlain ? email : undefined;
}

/**
 * Returns an identifier as a string. Some providers send a number. It is never cut: two people could then have the same.
 */
export function readId(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  const id = Number.isSafeInteger(value) ? String(value) : readString(object, name);
  return id !== undefined && id.length <= maxIdCharacters ? id : undefined;
}

/** Ignores an unverified email: https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims */
export const readOpenIdPerson: Provider['readPerson'] = (claims) => {
  const subject = readId(claims, 'sub');
  if (subject === undefined) return undefined;
  const email = claims.email_verified === false ? undefined : readEmail(claims, 'email');
  return { subject, name: readName(claims, 'name'), email };
};
