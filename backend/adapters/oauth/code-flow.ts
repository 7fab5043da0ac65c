import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  enableNonRepudiationChecks,
  fetchProtectedResource,
} from 'openid-client';
import type {
  IdentityProvider,
  ProviderAnswer,
  SignInSecrets,
} from '../../ports/sign-in/identity-provider.ts';
import { fetchLimited } from '../web/limited-answer.ts';
import { checkIdToken } from './check-id-token.ts';
import { explainFailure } from './explain-failure.ts';
import { isJsonObject, type JsonObject, type Provider } from './provider.ts';

export type Client = { id: string; secret: string };

/** Timeout of each request to a provider. */
const timeoutSeconds = 5;

/**
 * OAuth 2.0 authorization code flow with PKCE. Each provider has its own redirect URI, which prevents mix-up attacks:
 * https://www.rfc-editor.org/rfc/rfc9700#section-4.4.2. Tokens are discarded once the profile is read.
 */
export function createCodeFlow(options: {
  provider: Provider;
  client: Client;
  publicBaseUrl: string;
}): IdentityProvider {
  const { provider, client } = options;
  const redirectUri = `${options.publicBaseUrl}/oauth/callback/${provider.id}`;
  const configuration = configure(provider, client);

  async function readProfile(query: string, secrets: SignInSecrets): Promise<JsonObject> {
    const tokens = await authorizationCodeGrant(configuration, new URL(`${redirectUri}${query}`), {
      expectedState: secrets.state,
      pkceCodeVerifier: secrets.verifier,
      idTokenExpected: provider.openid,
      ...(provider.openid ? { expectedNonce: secrets.nonce } : {}),
    });
    if (provider.openid) {
      const claims: JsonObject = tokens.claims() ?? {};
      checkIdToken({
        idToken: tokens.id_token ?? '',
        claims,
        accessToken: tokens.access_token,
        clientId: client.id,
        nowSeconds: Date.now() / 1_000,
      });
      return claims;
    }
    return fetchProfile(configuration, provider, client, tokens.access_token);
  }

  return {
    id: provider.id,
    redirectUri,
    async authorizationAddress(secrets) {
      const address = buildAuthorizationUrl(configuration, {
        ...provider.parameters,
        redirect_uri: redirectUri,
        scope: provider.scope,
        state: secrets.state,
        code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
        code_challenge_method: 'S256',
        ...(provider.openid ? { nonce: secrets.nonce } : {}),
      });
      return address.href;
    },
    async finish(query, secrets): Promise<ProviderAnswer> {
      try {
        const person = provider.readPerson(await readProfile(query, secrets));
        if (person !== undefined)
          return { ok: true, person: { issuer: provider.endpoints.issuer, ...person } };
        return { ok: false, reason: 'provider-down', detail: 'the profile contains no person' };
      } catch (error) {
        return { ok: false, ...explainFailure(error) };
      }
    },
  };
}

function configure(provider: Provider, client: Client): Configuration {
  const { endpoints } = provider;
  const configuration = new Configuration(
    {
      issuer: endpoints.issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
      ...(endpoints.keys === undefined ? {} : { jwks_uri: endpoints.keys }),
      authorization_response_iss_parameter_supported: provider.namesIssuer ?? false,
    },
    client.id,
    undefined,
    provider.clientAuth === 'basic' ? plainBasic(client) : ClientSecretPost(client.secret),
  );
  configuration.timeout = timeoutSeconds;
  configuration[customFetch] = normalizingFetch(provider);
  if (provider.openid) enableNonRepudiationChecks(configuration);
  if (endpoints.token.startsWith('http:')) allowInsecureRequests(configuration);
  return configuration;
}

// The library's Basic method encodes `-` as %2D, as the standard says. No supported provider documents that it decodes
// it: https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token
function plainBasic({ id, secret }: Client): ClientAuth {
  const credentials = Buffer.from(`${id}:${secret}`).toString('base64');
  return (_server, _client, _body, headers) => headers.set('authorization', `Basic ${credentials}`);
}

async function fetchProfile(
  configuration: Configuration,
  provider: Provider,
  client: Client,
  accessToken: string,
): Promise<JsonObject> {
  const url = new URL(provider.endpoints.profile ?? '');
  const parameters = provider.profileParameters?.(accessToken, client.secret) ?? {};
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const answer = await fetchProtectedResource(configuration, accessToken, url, 'GET');
  if (answer.status !== 200) {
    await answer.body?.cancel();
    throw Object.assign(new Error('The provider refused the profile.'), { status: answer.status });
  }
  const profile: unknown = await answer.json();
  return isJsonObject(profile) ? profile : {};
}

/** Returns a fetch that converts the provider's token responses into the standard format. */
function normalizingFetch(provider: Provider): CustomFetch {
  const { normalizeTokenResponse, endpoints } = provider;
  return async (url, options) => {
    const signal = options.signal ?? AbortSignal.timeout(timeoutSeconds * 1_000);
    const answer = await fetchLimited(url, { ...(options as RequestInit), signal });
    if (normalizeTokenResponse === undefined || url !== endpoints.token) return answer;
    const body: unknown = await answer.json().catch(() => undefined);
    if (!isJsonObject(body)) return new Response(null, { status: 502 });
    const normalized = normalizeTokenResponse(body);
    const status = 'error' in normalized ? 400 : answer.status;
    return Response.json(normalized, { status });
  };
}
