import { once } from 'node:events';
import { connect } from 'node:net';
import { readRows } from '../engine/read-rows.ts';
import { type EventReader, openEventReader } from '../http/event-reader.ts';
import { type HttpSetup, openHttpSetup, pageOrigin, type Weakness } from '../http/http-setup.ts';
import { ann, ask, newCallback, readState } from '../http/visitor-requests.ts';
import { attacksOn, verdict } from './attack.ts';
import { everyOrigin } from './weak-sign-in.ts';

const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';

function open(test: Parameters<typeof openHttpSetup>[0], weakness: Weakness | undefined) {
  return openHttpSetup(test, { weakness, settings: { adminToken } });
}

/** Every header by which proxies forward a client address. */
function claims(address: string): Record<string, string>[] {
  return [
    { 'x-forwarded-for': address },
    { 'cf-connecting-ip': address },
    { 'true-client-ip': address },
    { 'x-real-ip': address },
    { forwarded: `for=${address}` },
    { 'x-forwarded-for': `${address}, 203.0.113.7`, 'cf-connecting-ip': address },
  ];
}

const trustsForwardedAddress: Weakness = {
  deps: ({ settings }) => ({ settings: { ...settings, trustedProxies: ['0.0.0.0/0', '::/0'] } }),
};

const readsAddressLate: Weakness = {
  app(app) {
    app.addHook('onRequest', async ({ socket }) => {
      if (socket.remotePort !== undefined)
        Object.defineProperty(socket, 'remoteAddress', { value: undefined, configurable: true });
    });
  },
};

/** Sends a request and closes the connection at once. */
async function hangUp(base: string, phone: string): Promise<void> {
  const body = JSON.stringify({ name: 'Mallory', phone });
  const head = `Host: here\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(`POST /api/v1/callbacks HTTP/1.1\r\n${head}\r\n\r\n${body}`, () => socket.resetAndDestroy());
  await once(socket, 'close');
}

const keysWithoutOwner: Weakness = {
  deps: ({ secrets }) => ({
    secrets: {
      ...secrets,
      fingerprint: (purpose, value) => secrets.fingerprint(purpose, purpose === 'client' ? 'all' : value),
    },
  }),
};

const unheldKeys: Weakness = {
  deps: ({ store }) => ({
    store: {
      ...store,
      commit: ({ origin, ...change }) =>
        store.commit({ ...change, ...(origin && { origin: { ...origin, idempotencyKey: undefined } }) }),
    },
  }),
};

const servedAsPages: Weakness = {
  app(app) {
    app.addHook('onSend', async (_request, reply) => {
      reply.type('text/html');
    });
  },
};

const strangers = ['https://evil.example', 'null', `${pageOrigin}.evil.example`, 'http://www.example.com'];

/** Requests for different numbers from different networks, each of which gets few codes. */
async function aDozenRequests(server: HttpSetup): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < 12; at += 1) {
    const payload = { name: 'Mallory', phone: `+120155501${60 + at}` };
    ids.push(readState(await ask(server, { payload, remoteAddress: `203.0.${at}.7` })).request_id);
  }
  return ids;
}

export const clientAttacks = attacksOn<HttpSetup>(open, {
  'more requests than the client limit, each with a forged address': {
    async play(server) {
      for (const form of claims('').keys()) {
        await server.clock.advance(61_000);
        let admitted = 0;
        for (let at = 1; at <= 10; at += 1) {
          const headers = claims(`198.51.100.${form * 20 + at}`)[form] ?? {};
          const payload = { name: 'Mallory', phone: `+1201555${1000 + form * 100 + at}` };
          const answer = await ask(server, { headers, payload, remoteAddress: '127.0.0.1' });
          if (answer.statusCode === 201) admitted += 1;
        }
        if (admitted > 5) return 'succeeded';
      }
      return 'defeated';
    },
    weaknesses: { 'forwarded addresses trusted from any client': trustsForwardedAddress },
  },
  'more requests than the client limit, with an early disconnect each': {
    async play(server) {
      const base = await server.app.listen({ host: '127.0.0.1', port: 0 });
      for (let at = 0; at < 20; at += 1) await hangUp(base, `+120155501${60 + at}`);
      // The server handles the earlier requests before these.
      for (let at = 0; at < 10; at += 1) await fetch(`${base}/health/ready`);
      await ask(server, { payload: ann, remoteAddress: '127.0.0.1' });
      const rows = readRows(server.path, 'select distinct client from callbacks');
      return verdict(rows.length > 1);
    },
    weaknesses: { 'addresses read after the disconnect': readsAddressLate },
  },
  'guesses of the operator’s token from new addresses': {
    async play(server) {
      const answers = [];
      for (let at = 0; at < 60; at += 1) {
        const token = at === 50 ? adminToken : `${adminToken.slice(0, -2)}${at + 10}`;
        const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': `198.51.100.${at + 1}` };
        const url = '/api/v1/admin/privacy/export';
        answers.push(
          await server.app.inject({ method: 'POST', url, headers, payload: { phone: '+12015550145' } }),
        );
      }
      return verdict(answers.some(({ statusCode }) => statusCode === 200));
    },
    weaknesses: { 'forwarded addresses trusted from any client': trustsForwardedAddress },
  },
  'one client taking all event streams': {
    async play(server) {
      const base = await server.app.listen({ host: '127.0.0.1', port: 0 });
      const readers: EventReader[] = [];
      for (const [at, id] of (await aDozenRequests(server)).entries())
        for (const again of [1, 2, 3, 4]) {
          const headers = { 'x-forwarded-for': `198.51.100.${at * 4 + again}` };
          readers.push(await openEventReader(`${base}/api/v1/callbacks/${id}/events`, headers));
        }
      const seated = readers.filter(({ status }) => status === 200).length;
      for (const reader of readers) reader.close();
      return verdict(seated > 40);
    },
    weaknesses: { 'forwarded addresses trusted from any client': trustsForwardedAddress },
  },
  'another’s callback by its idempotency key and body': {
    async play(server) {
      const request = { headers: { 'idempotency-key': '1' }, payload: ann };
      const first = await ask(server, { ...request, remoteAddress: '192.0.2.1' });
      const second = await ask(server, { ...request, remoteAddress: '192.0.2.2' });
      return verdict(first.json().request_id === second.json().request_id);
    },
    weaknesses: { 'idempotency keys without an owner': keysWithoutOwner },
  },
  'a hundred concurrent copies of a request with one key': {
    async play(server) {
      const headers = { 'idempotency-key': '1' };
      const answers = await Promise.all(Array.from({ length: 100 }, () => ask(server, { headers })));
      const made = answers.filter(({ statusCode }) => statusCode < 300);
      return verdict(new Set(made.map((answer) => answer.json().request_id)).size > 1);
    },
    weaknesses: { 'idempotency keys without a unique index': unheldKeys },
  },
  'a visitor’s callback read by a page of another origin': {
    async play(server) {
      const { request_id: id } = await newCallback(server);
      for (const origin of strangers) {
        const answer = await server.app.inject({ url: `/api/v1/callbacks/${id}`, headers: { origin } });
        const allowed = answer.headers['access-control-allow-origin'];
        if (allowed === '*' || allowed === origin) return 'succeeded';
      }
      return 'defeated';
    },
    weaknesses: { 'every origin allowed': everyOrigin },
  },
  'the attacker’s link in the notice to the business': {
    async play(server) {
      const { request_id: id } = await newCallback(server, { ...ann, page: 'https://evil.example/bank' });
      return verdict((await server.store.load(id))?.callback.page?.includes('evil') === true);
    },
    weaknesses: { 'every origin allowed': everyOrigin },
  },
  'a name with a script': {
    async play(server) {
      const markup = '<script>alert(1)</script><img src=x onerror=alert(1)>';
      const payload = { name: markup, phone: ann.phone, subject: markup };
      const made = await ask(server, { payload });
      const refused = await ask(server, { payload: { ...payload, phone: markup } });
      return verdict(
        [made, refused].some(
          ({ headers }) =>
            !/json/.test(String(headers['content-type'])) || headers['x-content-type-options'] !== 'nosniff',
        ),
      );
    },
    weaknesses: { 'answers served as HTML': servedAsPages },
  },
});
