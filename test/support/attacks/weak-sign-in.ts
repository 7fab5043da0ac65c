import type { IdentityProvider } from '../../../backend/ports/sign-in/identity-provider.ts';
import type { Weakness } from '../http/http-setup.ts';

/** Makes state, nonce or verifier independent of the browser. */
export function sameForAllBrowsers(...purposes: string[]): Weakness {
  return {
    deps: ({ secrets }) => ({
      secrets: {
        ...secrets,
        fingerprint: (purpose, value) =>
          secrets.fingerprint(purpose, purposes.includes(purpose) ? 'everybody' : value),
      },
    }),
  };
}

/** Answers every call like the first call with the same key. */
export function remembering<Row>(take: (key: string, at: number) => Promise<Row | undefined>): typeof take {
  const taken = new Map<string, Row>();
  return async (key, at) => {
    const row = taken.get(key) ?? (await take(key, at));
    if (row !== undefined) taken.set(key, row);
    return row;
  };
}

/** Reads an ID token without checking audience, issuer, expiry and nonce. */
export function withoutChecks(provider: IdentityProvider): IdentityProvider {
  return {
    ...provider,
    async finish(query, secrets) {
      const tokenEndpoint = (await provider.authorizationAddress(secrets)).replace(
        /\/authorize\?.*/,
        '/token',
      );
      const code = new URLSearchParams(query).get('code') ?? '';
      const answer = await fetch(tokenEndpoint, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          code,
          redirect_uri: provider.redirectUri,
          code_verifier: secrets.verifier,
          client_id: 'our-client',
        }),
      });
      const { id_token } = (await answer.json()) as { id_token: string };
      const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString());
      const person = { issuer: claims.iss, subject: claims.sub, name: claims.name, email: claims.email };
      return { ok: true, person };
    },
  };
}

/** Redirects visitors to any requested address. */
export function believedReturn(): Weakness {
  let wanted: string | undefined;
  return {
    app(app) {
      app.addHook('preValidation', async (request) => {
        if (request.routeOptions.url !== '/oauth/login/:provider') return;
        const query = request.query as { return_to?: string };
        wanted = query.return_to;
        delete query.return_to;
      });
    },
    deps: ({ signIns }) => ({
      signIns: {
        ...signIns,
        begin: (signIn, limits) => signIns.begin({ ...signIn, returnTo: wanted ?? signIn.returnTo }, limits),
      },
    }),
  };
}

/** One redirect URI for all providers, so that answers can be mixed up. */
export const sharedRedirect: Weakness = {
  app(app) {
    app.addHook('preValidation', async (request) => {
      if (request.routeOptions.url !== '/oauth/callback/:provider') return;
      (request.params as { provider: string }).provider = 'facebook';
    });
  },
};

export const issuerIgnored: Weakness = {
  app(app) {
    app.addHook('preValidation', async ({ raw }) => {
      raw.url = raw.url?.replace(/&iss=[^&]*/, '') ?? '';
    });
  },
};

export const handOffInQuery: Weakness = {
  app(app) {
    app.addHook('onSend', async (_request, reply) => {
      const location = String(reply.getHeader('location') ?? '');
      if (location.includes('#handoff=')) reply.header('location', location.replace('#', '?'));
    });
  },
};

export const everyOrigin: Weakness = {
  deps: ({ sites }) => ({
    sites: {
      ...sites,
      get(siteId) {
        const { site, rules } = sites.get(siteId);
        return { site: { ...site, origins: [...site.origins, 'https://evil.example'] }, rules };
      },
    },
  }),
};

export const checkedByThePageAlone: Weakness = {
  deps: ({ sites }) => ({
    sites: {
      ...sites,
      get(siteId) {
        const { site, rules } = sites.get(siteId);
        return { site: { ...site, requireSignIn: false }, rules };
      },
    },
  }),
};

/** Replaces the received state by the right one. */
export function stateNotCompared(): Weakness {
  const states = new Map<string, string>();
  return {
    deps: ({ secrets }) => ({
      secrets: {
        ...secrets,
        fingerprint(purpose, value) {
          const made = secrets.fingerprint(purpose, value);
          if (purpose === 'sign-in-state') states.set(value, made);
          return made;
        },
      },
    }),
    app(app) {
      app.addHook('preValidation', async ({ raw, headers }) => {
        const [, secret = ''] = /__Host-sign-in=([\w-]{43})/.exec(headers.cookie ?? '') ?? [];
        const state = states.get(secret);
        if (state === undefined) return;
        const [path = '', query] = raw.url?.split('?') ?? [];
        const parameters = new URLSearchParams(query);
        parameters.set('state', state);
        raw.url = `${path}?${parameters}`;
      });
    },
  };
}
