import { idIn, isJsonObject, type JsonObject, type Provider, textIn } from './provider.ts';

/** https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token; no email is told. */
export const x: Provider = {
  id: 'x',
  endpoints: {
    issuer: 'https://x.com',
    authorization: 'https://x.com/i/oauth2/authorize',
    token: 'https://api.x.com/2/oauth2/token',
    profile: 'https://api.x.com/2/users/me',
  },
  // Reading a user asks for both: https://docs.x.com/x-api/users/get-my-user
  scope: 'users.read tweet.read',
  openid: false,
  clientAuth: 'basic',
  normalizeTokenResponse,
  readPerson(profile) {
    const person = isJsonObject(profile.data) ? profile.data : {};
    const subject = idIn(person, 'id');
    if (subject === undefined) return undefined;
    return { subject, name: textIn(person, 'name') ?? textIn(person, 'username'), email: undefined };
  },
};

/** A code that is used or too old counts as a malformed request there. */
function normalizeTokenResponse(answer: JsonObject): JsonObject {
  const { error } = answer;
  const aboutCode = /authorization code/i.test(textIn(answer, 'error_description') ?? '');
  return error === 'invalid_request' && aboutCode ? { error: 'invalid_grant' } : answer;
}
