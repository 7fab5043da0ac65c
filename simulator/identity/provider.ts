import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, {
  type Adapter,
  type AdapterPayload,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import { choices } from './people.ts';

/** Whom this provider knows: one application, which may be sent codes at exactly these addresses. */
export type IdentityOptions = { redirectUris: readonly string[] };

/** Of use at this simulator only, and therefore no secret. */
const client = { id: 'callback-platform', secret: 'demo-client-secret-not-a-secret' };

/** An OpenID provider (the library's, certified) whose people are made up. `issuer`: as browsers reach it. */
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
    // Name and email stand in the ID token, as with the large providers.
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
      ctx.body = `The demo provider refuses this: ${out.error_description ?? out.error}.\nIt sends people back to these addresses only: ${redirectUris.join(', ')}`;
    },
  };
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' };
}

/** Whoever picks a person agrees to what the page says is shared. */
async function consentGiven(ctx: KoaContextWithOIDC) {
  const { client: asking, session, params, provider } = ctx.oidc;
  if (!asking || !session?.accountId) return undefined;
  const grant = new provider.Grant({ clientId: asking.clientId, accountId: session.accountId });
  grant.addOIDCScope(String(params?.scope ?? ''));
  await grant.save();
  return grant;
}

/** Where the library keeps what it must remember; gone with the process. */
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
