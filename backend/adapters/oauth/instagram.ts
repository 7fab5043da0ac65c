import { isJsonObject, type JsonObject, type Provider, readId, readName, readString } from './provider.ts';

/**
 * Instagram Login works for professional accounts only and has no email.
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login
 */
export const instagram: Provider = {
  id: 'instagram',
  endpoints: {
    issuer: 'https://www.instagram.com',
    authorization: 'https://www.instagram.com/oauth/authorize',
    token: 'https://api.instagram.com/oauth/access_token',
    profile: 'https://graph.instagram.com/v24.0/me',
  },
  scope: 'instagram_business_basic',
  openid: false,
  clientAuth: 'post',
  normalizeTokenResponse,
  profileParameters: () => ({ fields: 'user_id,username,name' }),
  readPerson(profile) {
    const person = firstEntry(profile);
    const subject = readId(person, 'user_id');
    if (subject === undefined) return undefined;
    return { subject, name: readName(person, 'name') ?? readName(person, 'username'), email: undefined };
  },
};

/** Responses have no token type, and errors have their own format. */
function normalizeTokenResponse(answer: JsonObject): JsonObject {
  const description = readString(answer, 'error_message');
  if (description !== undefined) return { error: errorName(description), error_description: description };
  const token = firstEntry(answer);
  return { access_token: token.access_token, token_type: 'bearer' };
}

function errorName(message: string): string {
  if (/redirect_uri/i.test(message)) return 'redirect_uri_mismatch';
  if (/client secret|client_id|platform app/i.test(message)) return 'invalid_client';
  return 'invalid_grant';
}

/** The documentation shows a list with one entry under `data`; some responses come without it. */
function firstEntry(answer: JsonObject): JsonObject {
  const { data } = answer;
  const [first] = Array.isArray(data) ? data : [];
  return isJsonObject(first) ? first : answer;
}
