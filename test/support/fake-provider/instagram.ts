import type { ProviderQuirks } from './social.ts';

const token = 'IGAAx1y2z3';

function refused(error_message: string) {
  return {
    status: 400,
    body: { error_type: 'OAuthException', code: 400, error_message },
  };
}

/**
 * https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login: answers
 * are lists of one, or, as people report, bare objects. No token type, no email.
 */
export function instagramQuirks({ wrapped }: { wrapped: boolean }, clientSecret: string): ProviderQuirks {
  const answered = (entry: Record<string, unknown>) => ({
    status: 200,
    body: wrapped ? { data: [entry] } : entry,
  });
  return {
    fragment: '#_',
    token({ form }, authorizations) {
      if (form.get('client_secret') !== clientSecret) return refused('Invalid platform app');
      const exchanged = authorizations.exchange(form);
      if (exchanged === 'redirect') return refused('Error validating verification code: redirect_uri');
      if (exchanged !== 'ok') return refused('Matching code was not found or was already used');
      return answered({
        access_token: token,
        user_id: 17841405793187218,
        permissions: 'instagram_business_basic',
      });
    },
    profile({ authorization }) {
      if (authorization !== `Bearer ${token}`) return refused('Invalid OAuth access token');
      return answered({ user_id: '17841405793187218', username: 'adas_bakery' });
    },
  };
}
