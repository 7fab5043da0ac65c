import { createHmac } from 'node:crypto';
import {
  isJsonObject,
  type JsonObject,
  type Provider,
  readEmail,
  readId,
  readName,
  readString,
} from './provider.ts';

/** Each version is available for about two years: https://developers.facebook.com/docs/graph-api/changelog */
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
  // Makes a stolen token useless: https://developers.facebook.com/docs/graph-api/guides/secure-requests
  profileParameters: (accessToken, clientSecret) => ({
    fields: 'id,name,email',
    appsecret_proof: createHmac('sha256', clientSecret).update(accessToken).digest('hex'),
  }),
  // The email is missing for people who signed up by phone or who removed it in the dialog.
  readPerson(profile) {
    const subject = readId(profile, 'id');
    if (subject === undefined) return undefined;
    return { subject, name: readName(profile, 'name'), email: readEmail(profile, 'email') };
  },
};

/** Errors are objects: https://developers.facebook.com/docs/graph-api/guides/error-handling */
function normalizeTokenResponse(answer: JsonObject): JsonObject {
  const { error } = answer;
  if (!isJsonObject(error)) return answer;
  const description = readString(error, 'message') ?? '';
  return { error: errorName(error.code, description), error_description: description };
}

/** The message is more specific than the code: 1 and 100 stand for almost anything. */
function errorName(code: unknown, message: string): string {
  if (code === 101 || /client secret|validating application/i.test(message)) return 'invalid_client';
  if (code === 191 || /redirect_uri/i.test(message)) return 'redirect_uri_mismatch';
  if (/code/i.test(message)) return 'invalid_grant';
  return 'temporarily_unavailable';
}
