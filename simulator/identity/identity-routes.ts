import formBody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { choices, peoplePage } from './people.ts';
import type { IdentityOptions } from './provider.ts';

const mount = '/identity';

type IdentityRoutesOptions = IdentityOptions & {
  /** Address of the provider for browsers; the listening address when absent. */
  issuer?: string | undefined;
};

/** Serves the demo identity provider at /identity. The first request loads the library. */
export function identityRoutes({ issuer, redirectUris }: IdentityRoutesOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    let loaded: Promise<Provider> | undefined;
    const load = () => {
      loaded ??= import('./provider.ts').then(({ createProvider }) =>
        createProvider(issuer ?? `${listeningAt(app)}${mount}`, { redirectUris }),
      );
      return loaded;
    };
    app.register(peopleRoutes(load));
    app.register(libraryRoutes(load));
    done();
  };
}

function listeningAt(app: FastifyInstance): string {
  const address = app.server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

function peopleRoutes(load: () => Promise<Provider>): FastifyPluginCallback {
  return (app, _options, done) => {
    const path = `${mount}/people/:uid`;
    app.register(formBody);
    app.addHook('onRequest', async (_request, reply) => {
      reply.header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      );
      reply.header('cache-control', 'no-store');
    });
    app.get<{ Params: { uid: string } }>(path, async (request, reply) => {
      const { uid } = request.params;
      if (!(await isWaiting(await load(), request, reply))) return sendExpired(reply);
      return reply
        .type('text/html; charset=utf-8')
        .send(peoplePage(`${mount}/people/${encodeURIComponent(uid)}`));
    });
    app.post<{ Body: { choice?: string } }>(path, async (request, reply) => {
      const provider = await load();
      const choice = choices.find(({ id }) => id === request.body?.choice);
      if (!choice || !(await isWaiting(provider, request, reply))) return sendExpired(reply);
      const result =
        'error' in choice
          ? { error: choice.error, error_description: 'chosen on the sign-in page' }
          : { login: { accountId: choice.id, remember: false } };
      return reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303);
    });
    done();
  };
}

function isWaiting(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  return provider.interactionDetails(request.raw, reply.raw).then(
    () => true,
    () => false,
  );
}

function sendExpired(reply: FastifyReply) {
  return reply
    .code(400)
    .type('text/plain')
    .send('This sign-in has expired. Go back to the page and start again.');
}

function libraryRoutes(load: () => Promise<Provider>): FastifyPluginCallback {
  return (app, _options, done) => {
    // The library reads the body from the raw request.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    app.all(`${mount}/*`, async (request, reply) => {
      const provider = await load();
      reply.hijack();
      const raw = Object.assign(request.raw, { originalUrl: request.raw.url });
      raw.url = raw.url?.slice(mount.length) ?? '/';
      raw.headers.cookie = withoutSession(raw.headers.cookie);
      await provider.callback()(raw, reply.raw);
    });
    done();
  };
}

/** Removes the provider's session cookie, so that each sign-in offers the choice of person again. */
function withoutSession(cookies = ''): string {
  return cookies
    .split('; ')
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ');
}
