import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpSetup, openHttpSetup, type Weakness } from '../http/http-setup.ts';
import { ann, ask } from '../http/visitor-requests.ts';
import { attacksOn, verdict } from './attack.ts';

function send(server: HttpSetup, payload: string) {
  return server.app.inject({
    method: 'POST',
    url: '/api/v1/callbacks',
    headers: { 'content-type': 'application/json' },
    payload,
  });
}

/** Deep-merges any input, as vulnerable libraries have done. */
function copyInto(target: Record<string, unknown>, source: object): Record<string, unknown> {
  for (const [name, value] of Object.entries(source)) {
    if (typeof value !== 'object' || value === null) target[name] = value;
    else target[name] = copyInto((target[name] ?? {}) as Record<string, unknown>, value);
  }
  return target;
}

const copying: Weakness = {
  app(app) {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
      done(null, copyInto({}, JSON.parse(String(body)))),
    );
  },
};

/** Copies any field of the body into the record. */
function assigning(): Weakness {
  let sent: object = {};
  return {
    app(app) {
      app.addHook('preValidation', async ({ body }) => {
        sent = { ...(body as object) };
      });
    },
    deps: ({ store }) => ({
      store: {
        ...store,
        commit: (change) =>
          store.commit({
            ...change,
            callback: { ...change.callback, after: { ...change.callback.after, ...sent } },
          }),
      },
    }),
  };
}

const withoutBodyLimit: Weakness = {
  app(app) {
    app.addHook('onRoute', (route) => {
      route.bodyLimit = 64 * 1024 * 1024;
    });
  },
};

const deepMergeWithoutLimit: Weakness = {
  app(app) {
    withoutBodyLimit.app?.(app);
    copying.app?.(app);
  },
};

/** Request smuggling: a proxy reads one request, this server would read two. */
const lenient: Weakness = {
  app(app) {
    Reflect.set(app.server, 'insecureHTTPParser', true);
  },
};

/** Keeps the first Host header and drops the others. */
const firstHostOnly: Weakness = {
  app(app) {
    app.server.prependListener('request', (request) => {
      let hosts = 0;
      for (let index = 0; index < request.rawHeaders.length; index += 2) {
        if (request.rawHeaders[index]?.toLowerCase() !== 'host') continue;
        hosts += 1;
        if (hosts > 1) request.rawHeaders.splice(index, 2);
      }
    });
  },
};

const withoutTimeouts: Weakness = {
  app(app) {
    app.server.requestTimeout = 0;
    app.server.headersTimeout = 0;
  },
};

/** Factor by which the attack's timeouts are shorter than real ones. */
const haste = 200;

const hidden = 'GET /health HTTP/1.1\r\nHost: here\r\n\r\n';

const ambiguous = [
  `Content-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  `Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
  `Transfer-Encoding: xchunked\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
];

/** Number of answers to these bytes. */
async function answersTo(port: number, text: string): Promise<number> {
  return (await answersOf(port, text)).split('HTTP/1.1 ').length - 1;
}

/** Sends these bytes on a new connection. Returns what the server sends until it closes. */
async function answersOf(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (more) => {
    heard += more;
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.end(text);
  await once(socket, 'close');
  return heard;
}

/** Sends a byte now and then without an end; returns whether the server tolerates it. */
async function drips(port: number, head: string): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.resume().write(head);
  for (let drop = 0; drop < 50 && !socket.closed && socket.writable; drop += 1) {
    socket.write('a');
    await sleep(10);
  }
  const borne = !socket.closed && socket.writable;
  socket.destroy();
  return borne;
}

export const bodyAttacks = attacksOn<HttpSetup>((t, weakness) => openHttpSetup(t, { weakness }), {
  'a body that pollutes prototypes': {
    async play(server) {
      for (const poison of [
        `{"__proto__":{"polluted":"yes"},"name":"Ann","phone":"${ann.phone}"}`,
        '{"deep":{"__proto__":{"polluted":"yes"}}}',
        '{"constructor":{"prototype":{"polluted":"yes"}}}',
        '{"\\u005f_proto__":{"polluted":"yes"}}',
      ])
        await send(server, poison);
      const polluted = 'polluted' in {};
      Reflect.deleteProperty(Object.prototype, 'polluted');
      return verdict(polluted);
    },
    weaknesses: { 'a body that is deep-merged unchecked': copying },
  },
  'a body nested so deeply that it exhausts the stack': {
    async play(server) {
      for (const depth of [7_900, 100_000]) {
        const deep = `{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`;
        if ((await send(server, deep)).statusCode >= 500) return 'succeeded';
      }
      return 'defeated';
    },
    weaknesses: { 'a body of any size that is deep-merged': deepMergeWithoutLimit },
  },
  'a body of many megabytes': {
    async play(server) {
      const answer = await send(server, JSON.stringify({ ...ann, more: 'x'.repeat(8_000_000) }));
      return verdict(answer.statusCode < 300);
    },
    weaknesses: { 'a server without a body limit': withoutBodyLimit },
  },
  'headers and bodies without an end': {
    async play(server) {
      const { server: http } = server.app;
      for (const limit of ['requestTimeout', 'headersTimeout', 'connectionsCheckingInterval'])
        Reflect.set(http, limit, Reflect.get(http, limit) / haste);
      await server.app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = http.address() as AddressInfo;
      const start = 'POST /api/v1/callbacks HTTP/1.1\r\nHost: here\r\n';
      const borne = await Promise.all([
        drips(port, `${start}X-More: `),
        drips(port, `${start}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n`),
      ]);
      return verdict(borne.some(Boolean));
    },
    weaknesses: { 'a server without timeouts': withoutTimeouts },
  },
  'a request smuggled in the body of another': {
    async play(server) {
      await server.app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = server.app.server.address() as AddressInfo;
      for (const framing of ambiguous)
        if ((await answersTo(port, `POST /oauth/logout HTTP/1.1\r\nHost: here\r\n${framing}`)) > 1)
          return 'succeeded';
      return 'defeated';
    },
    weaknesses: { 'a lenient header parser': lenient },
  },
  'a request for two hosts': {
    async play(server) {
      await server.app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = server.app.server.address() as AddressInfo;
      for (const hosts of ['Host: here\r\nHost: there', 'Host: here\r\nX-More: 1\r\nhost: here'])
        if (
          !(
            await answersOf(port, `GET /health HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`)
          ).startsWith('HTTP/1.1 400 ')
        )
          return 'succeeded';
      return 'defeated';
    },
    weaknesses: { 'a server that reads the first Host only': firstHostOnly },
  },
  'a request body that claims to be verified': {
    async play(server) {
      const wishes = { status: 'verified', verifiedAt: 1 };
      const state = (await ask(server, { payload: { ...ann, ...wishes } })).json();
      return verdict(state.status === 'verified');
    },
    weaknesses: { 'a record made of any body field': assigning() },
  },
});
