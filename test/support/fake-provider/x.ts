import type { ProviderQuirks } from './social.ts';

const token = 'Q0R1ZnhhTVpXRWpX';

function refused(error: string, error_description: string, status = 400) {
  return {
    status,
    body: { error, error_description },
  };
}

/** https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token: Basic for confidential clients. */
export function xQuirks(client: { id: string; secret: string }): ProviderQuirks {
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
  return {
    fragment: '',
    token({ form, authorization }, authorizations) {
      if (authorization !== basic)
        return refused('unauthorized_client', 'Missing valid authorization header', 401);
      const exchanged = authorizations.exchange(form);
      if (exchanged !== 'ok')
        return refused('invalid_request', 'Value passed for the authorization code was invalid.');
      return {
        status: 200,
        body: {
          token_type: 'bearer',
          expires_in: 7_200,
          access_token: token,
          scope: 'users.read tweet.read',
        },
      };
    },
    profile({ authorization }) {
      if (authorization !== `Bearer ${token}`) return { status: 401, body: { title: 'Unauthorized' } };
      return { status: 200, body: { data: { id: '2244994945', name: 'Ada Palmer', username: 'adapalmer' } } };
    },
  };
}
