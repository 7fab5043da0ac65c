import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, {
  type Adapter,
  type AdapterPayload,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { choices } from './people.ts';

/** The provider knows one application. It sends codes to exactly these addresses. */
export type IdentityOptions = { redirectUris: readonly string[] };

/** Works only with this simulator, so it is no secret. */
const client = { id: 'callback-platform', secret: 'demo-client-secret-not-a-secret' };

/** Creates an OpenID provider with fictional people. `issuer` is its address for browsers. */
export function createProvider(issuer: string, { redirectUris }: IdentityOptions): Provider {
  return new Provider(issuer, configuration(redirectUris));
}

function configuration(redirectUris: readonly string[]): Configuration {
  return {
    adapter: createMemory(),
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [...redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    // Puts name and email into the ID token, as the large providers do.
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    jwks: { keys: [signingKey()] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/identity/people/${uid}` },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AuthorizationCode: 60, AccessToken: 60, IdToken: 300 },
    loadExistingGrant: consentGiven,
    findAccount: (_ctx, id) => {
      const person = choices.find((choice) => choice.id === id);
      if (!person || !('claims' in person)) return undefined;
      const verified = person.claims.email ? { email_verified: true } : {};
      return { accountId: id, claims: async () => ({ sub: id, ...person.claims, ...verified }) };
    },
    renderError: (ctx, out) => {
      ctx.type = 'text/plain';
      ctx.body = `The demo provider rejected the request: ${out.error_description ?? out.error}.\nAccepted redirect addresses: ${redirectUris.join(', ')}`;
    },
  };
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}

/** Grants the requested scopes without asking: choosing a person counts as consent. */
async function consentGiven(ctx: KoaContextWithOIDC) {
  const { client: asking, session, params, provider } = ctx.oidc;
  if (!asking || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
  grant.addOIDCScope(String(params?.scope ?? ''));
  await grant.save();
  return grant;
}

/** Stores the library's data in memory, for the life of the process. */
function createMemory(): (model: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (model) => {
    const key = (id: string) => `${model}/${id}`;
    const findBy = (isIt: (payload: AdapterPayload) => boolean) =>
      [...kept].find(([name, payload]) => name.startsWith(`${model}/`) && isIt(payload))?.[1];
    return {
      upsert: async (id, payload) => void kept.set(key(id), payload),
      find: async (id) => kept.get(key(id)),
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async (code) => findBy((payload) => payload.userCode === code),
      consume: async (id) => {
        const payload = kept.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void kept.delete(key(id)),
      revokeByGrantId: async (grantId) => {
        for (const [name, payload] of kept) if (payload.grantId === grantId) kept.delete(name);
      },
    };
  };
}
