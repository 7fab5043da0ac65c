import { isJsonObject, type JsonObject, type Provider, readId, readName, readString } from './provider.ts';

/** X provides no email: https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token */
export const x: Provider = {
  id: 'x',
  endpoints: {
    issuer: 'https://x.com',
    authorization: 'https://x.com/i/oauth2/authorize',
    token: 'https://api.x.com/2/oauth2/token',
    profile: 'https://api.x.com/2/users/me',
  },
  // Reading a user needs both: https://docs.x.com/x-api/users/get-my-user
  scope: 'users.read tweet.read',
  openid: false,
  clientAuth: 'basic',
  normalizeTokenResponse,
  readPerson(profile) {
    const person = isJsonObject(profile.data) ? profile.data : {};
    const subject = readId(person, 'id');
    if (subject === undefined) return undefined;
    return { subject, name: readName(person, 'name') ?? readName(person, 'username'), email: undefined };
  },
};

/** X reports a used or expired code as `invalid_request`. */
function normalizeTokenResponse(answer: JsonObject): JsonObject {
  const { error } = answer;
  const aboutCode = /authorization code/i.test(readString(answer, 'error_description') ?? '');
  return error === 'invalid_request' && aboutCode ? { error: 'invalid_grant' } : answer;
}
