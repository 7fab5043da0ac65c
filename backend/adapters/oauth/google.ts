import { type Provider, readOpenIdPerson } from './provider.ts';

/** https://developers.google.com/identity/openid-connect/openid-connect */
export const google: Provider = {
  id: 'google',
  endpoints: {
    issuer: 'https://accounts.google.com',
    authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    profile: undefined,
    keys: 'https://www.googleapis.com/oauth2/v3/certs',
  },
  scope: 'openid profile email',
  openid: true,
  clientAuth: 'post',
  // Lets a person with several accounts choose one.
  parameters: { prompt: 'select_account' },
  readPerson: readOpenIdPerson,
};
