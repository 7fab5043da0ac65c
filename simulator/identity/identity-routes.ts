import formBody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { choices, peoplePage } from './people.ts';
import type { IdentityOptions } from './provider.ts';

const mount = '/identity';

type Needs = IdentityOptions & {
  /** As browsers reach it; the address that is listened on unless given. */
  issuer?: string | undefined;
};

/** The demo identity provider at /identity. The library is loaded by the first who asks for it. */
export function identityRoutes({ issuer, redirectUris }: Needs): FastifyPluginCallback {
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
      if (!(await isWaiting(await load(), request, reply))) return gone(reply);
      return reply
        .type('text/html; charset=utf-8')
        .send(peoplePage(`${mount}/people/${encodeURIComponent(uid)}`));
    });
    app.post<{ Body: { choice?: string } }>(path, async (request, reply) => {
      const provider = await load();
      const choice = choices.find(({ id }) => id === request.body?.choice);
      if (!choice || !(await isWaiting(provider, request, reply))) return gone(reply);
      const result =
        'error' in choice
          ? { error: choice.error, error_description: 'as was picked on the page' }
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

function gone(reply: FastifyReply) {
  return reply
    .code(400)
    .type('text/plain')
    .send('This sign-in is over. Go back to the page and begin again.');
}

function libraryRoutes(load: () => Promise<Provider>): FastifyPluginCallback {
  return (app, _options, done) => {
    // The library reads the body itself.
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

/** Nobody stays signed in here, and so somebody else may be picked each time. */
function withoutSession(cookies = ''): string {
  return cookies
    .split('; ')
    .filter((cookie) => !cookie.startsWith('_session'))
    .join('; ');
}
