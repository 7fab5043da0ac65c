import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from './provider.ts';

/** An ID token is fetched right after it was issued. The rest covers wrong clocks and slow networks. */
const maxAgeSeconds = 10 * 60;
const maxLeadSeconds = 5 * 60;

type Issued = {
  idToken: string;
  claims: JsonObject;
  accessToken: string;
  clientId: string;
  nowSeconds: number;
};

/**
 * Checks what the library leaves out: it compares `azp` only with several audiences, and neither `iat` nor `at_hash`.
 * https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation, `#CodeIDToken`.
 * Throws `id-token-azp`, `id-token-iat` or `id-token-at-hash`.
 */
export function checkIdToken({ idToken, claims, accessToken, clientId, nowSeconds }: Issued): void {
  if (claims.azp !== undefined && claims.azp !== clientId) throw refused('id-token-azp');
  const ageSeconds = nowSeconds - Number(claims.iat);
  if (!(ageSeconds <= maxAgeSeconds && ageSeconds >= -maxLeadSeconds)) throw refused('id-token-iat');
  if (claims.at_hash !== undefined && claims.at_hash !== hashOf(accessToken, idToken))
    throw refused('id-token-at-hash');
}

/** The left half of a hash whose length is that of the signature's: https://www.rfc-editor.org/rfc/rfc7518#section-3.1 */
function hashOf(accessToken: string, idToken: string): string | undefined {
  const [bits] = /256|384|512/.exec(algorithmOf(idToken)) ?? [];
  if (bits === undefined) return undefined;
  const hash = createHash(`sha${bits}`).update(accessToken).digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}

function algorithmOf(idToken: string): string {
  const header: unknown = JSON.parse(Buffer.from(idToken.split('.')[0] ?? '', 'base64url').toString());
  return isJsonObject(header) ? String(header.alg) : '';
}

function refused(code: string): Error {
  return Object.assign(new Error('The ID token is not for this sign-in.'), { code });
}
