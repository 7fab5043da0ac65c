import { createHmac } from 'node:crypto';
import type { ProviderQuirks } from './social.ts';

const token = 'EAAGm0PX4ZCpsBAKZC';

type Error = { message: string; code: number };

/** https://developers.facebook.com/docs/graph-api/guides/error-handling; errors also show in a challenge. */
function refused({ message, code }: Error) {
  return {
    status: 400,
    headers: { 'www-authenticate': `OAuth "Facebook Platform" "invalid_code" "${message}"` },
    body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1b2' } },
  };
}

const errors: Record<string, Error> = {
  unknown: { message: 'Invalid verification code format.', code: 100 },
  used: { message: 'This authorization code has been used.', code: 100 },
  redirect: {
    message: 'Error validating verification code. Please make sure your redirect_uri is identical',
    code: 100,
  },
  verifier: {
    message: 'Invalid code verifier. Code verifier should be a cryptographic random string',
    code: 1,
  },
};

/** https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow */
export function facebookQuirks(person: { email?: string }, clientSecret: string): ProviderQuirks {
  return {
    fragment: '#_=_',
    token({ form }, authorizations) {
      if (form.get('client_secret') !== clientSecret)
        return refused({ message: 'Error validating client secret.', code: 1 });
      const exchanged = authorizations.exchange(form);
      if (exchanged !== 'ok') return refused(errors[exchanged] ?? { message: '', code: 1 });
      return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: 5_183_944 } };
    },
    profile({ query, authorization }) {
      const proof = createHmac('sha256', clientSecret).update(token).digest('hex');
      if (authorization !== `Bearer ${token}` || query.get('appsecret_proof') !== proof)
        return refused({ message: 'Invalid appsecret_proof provided in the API argument', code: 100 });
      const fields = { id: '10158888888888888', name: 'Ada Palmer', ...person };
      const asked = (query.get('fields') ?? 'id,name').split(',');
      return {
        status: 200,
        body: Object.fromEntries(Object.entries(fields).filter(([name]) => asked.includes(name))),
      };
    },
  };
}
