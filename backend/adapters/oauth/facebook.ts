import { createHmac } from 'node:crypto';
import { idIn, isJsonObject, type JsonObject, type Provider, textIn } from './provider.ts';

/** https://developers.facebook.com/docs/graph-api/changelog: a version is served for about two years. */
const version = 'v24.0';

/** https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow */
export const facebook: Provider = {
  id: 'facebook',
  endpoints: {
    issuer: 'https://www.facebook.com',
    authorization: `https://www.facebook.com/${version}/dialog/oauth`,
    token: `https://graph.facebook.com/${version}/oauth/access_token`,
    profile: `https://graph.facebook.com/${version}/me`,
  },
  scope: 'public_profile email',
  openid: false,
  clientAuth: 'post',
  normalizeTokenResponse,
  // https://developers.facebook.com/docs/graph-api/guides/secure-requests: a stolen token alone opens nothing.
  profileParameters: (accessToken, clientSecret) => ({
    fields: 'id,name,email',
    appsecret_proof: createHmac('sha256', clientSecret).update(accessToken).digest('hex'),
  }),
  // The email is missing for people who signed up by phone, or who took it out in the dialogue.
  readPerson(profile) {
    const subject = idIn(profile, 'id');
    if (subject === undefined) return undefined;
    return { subject, name: textIn(profile, 'name'), email: textIn(profile, 'email') };
  },
};

/** Errors come as an object: https://developers.facebook.com/docs/graph-api/guides/error-handling */
function normalizeTokenResponse(answer: JsonObject): JsonObject {
  const { error } = answer;
  if (!isJsonObject(error)) return answer;
  const description = textIn(error, 'message') ?? '';
  return { error: errorName(error.code, description), error_description: description };
}

/** The sentence tells more than the number: 1 and 100 stand for almost anything. */
function errorName(code: unknown, message: string): string {
  if (code === 101 || /client secret|validating application/i.test(message)) return 'invalid_client';
  if (code === 191 || /redirect_uri/i.test(message)) return 'redirect_uri_mismatch';
  if (/code/i.test(message)) return 'invalid_grant';
  return 'temporarily_unavailable';
}
