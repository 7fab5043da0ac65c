import { openEventReader } from '../http/event-reader.ts';
import { type HttpSetup, openHttpSetup, type Weakness } from '../http/http-setup.ts';
import { adminToken, newToken, operate, withOperator } from '../http/operator-requests.ts';
import { newCallback } from '../http/visitor-requests.ts';
import { attacksOn, verdict } from './attack.ts';

const hour = 3_600_000;

/** Every holder of a token counts as an admin. */
const scopesAreNotCompared: Weakness = {
  deps: ({ operatorAccess }) => ({
    operatorAccess: {
      ...operatorAccess,
      async findToken(key) {
        const found = await operatorAccess.findToken(key);
        return found && { ...found, scope: 'admin' };
      },
    },
  }),
};

const revokedTokensLive: Weakness = {
  deps: ({ operatorAccess }) => ({ operatorAccess: { ...operatorAccess, revokeToken: async () => true } }),
};

const tokensNeverExpire: Weakness = {
  deps: ({ operatorAccess }) => ({
    operatorAccess: {
      ...operatorAccess,
      async findToken(key) {
        const found = await operatorAccess.findToken(key);
        return found && { ...found, expiresAt: undefined };
      },
    },
  }),
};

/** Every request finds the session as if it had just begun. */
const sessionsNeverExpire: Weakness = {
  deps: ({ operatorAccess, clock }) => ({
    operatorAccess: {
      ...operatorAccess,
      async findSession(key, siteId) {
        const found = await operatorAccess.findSession(key, siteId);
        return found && { ...found, createdAt: clock.now(), lastUsedAt: clock.now() };
      },
    },
  }),
};

/** A session counts in any way of sending it. */
const sessionsInAnyWay: Weakness = {
  deps: ({ operatorAccess }) => ({
    operatorAccess: {
      ...operatorAccess,
      async findSession(key, siteId) {
        const found = await operatorAccess.findSession(key, siteId);
        return found && { ...found, inCookie: false };
      },
    },
  }),
};

/** A sign-out that forgets the page's cookie only. */
const sessionsOutliveSignOut: Weakness = {
  deps: ({ operatorAccess }) => ({ operatorAccess: { ...operatorAccess, closeSession: async () => {} } }),
};

async function signIn(server: HttpSetup, keep: 'cookie' | 'bearer', token = adminToken) {
  const answer = await operate(server, '/session', { body: { token, keep }, token: '' });
  const cookie = String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return { bearer: String(answer.json().session ?? ''), cookie };
}

async function openStream(server: HttpSetup, token: string) {
  const base = await server.app.listen({ host: '127.0.0.1', port: 0 });
  return openEventReader(`${base}/api/v1/admin/events`, { authorization: `Bearer ${token}` });
}

async function reads(server: HttpSetup, token: string, headers = {}): Promise<boolean> {
  return (await operate(server, '/callbacks/search', { body: {}, token, headers })).statusCode === 200;
}

export const operatorAttacks = attacksOn<HttpSetup>(
  (t, weakness) => openHttpSetup(t, { ...withOperator, weakness }),
  {
    'a viewer who cancels, retries, notes, exports and starts jobs': {
      async play(server) {
        const { request_id: id } = await newCallback(server);
        const token = await newToken(server, 'viewer');
        const acts = await Promise.all([
          operate(server, `/callbacks/${id}/cancel`, { body: {}, token }),
          operate(server, `/callbacks/${id}/retry`, { body: {}, token }),
          operate(server, `/callbacks/${id}/done`, { body: {}, token }),
          operate(server, `/callbacks/${id}/notes`, { body: { text: 'hello' }, token }),
          operate(server, '/callbacks/bulk', { body: { action: 'cancel', request_ids: [id] }, token }),
        ]);
        const record = await server.store.load(id);
        const isRefused = acts.every((act) => act.json().code === 'operator-scope-too-low');
        return verdict(!isRefused || record?.callback.status === 'cancelled');
      },
      weaknesses: { 'scopes that are not compared': scopesAreNotCompared },
    },
    'an operator who makes an admin token, ends others’ tokens, or reads one visitor’s data': {
      async play(server) {
        const token = await newToken(server, 'operator');
        const { items } = (await operate(server, '/tokens')).json();
        const acts = [
          await operate(server, '/tokens', { body: { name: 'mine', scope: 'admin' }, token }),
          await operate(
            server,
            `/tokens/${items.find(({ revocable }: { revocable: boolean }) => revocable).id}`,
            { method: 'DELETE', token },
          ),
          await operate(server, '/privacy/export', { body: { phone: '+12015550145' }, token }),
          await operate(server, '/notices/test', { body: { channel: 'sms' }, token }),
        ];
        return verdict(acts.some((act) => act.json().code !== 'operator-scope-too-low'));
      },
      weaknesses: { 'scopes that are not compared': scopesAreNotCompared },
    },
    'a revoked token, and the session that was opened with it': {
      async play(server) {
        const token = await newToken(server, 'admin');
        const { bearer } = await signIn(server, 'bearer', token);
        const { items } = (await operate(server, '/tokens')).json();
        const { id } = items.find(({ name }: { name: string }) => name === 'the admin');
        await operate(server, `/tokens/${id}`, { method: 'DELETE' });
        return verdict((await reads(server, token)) || (await reads(server, bearer)));
      },
      weaknesses: { 'tokens that live on when they are revoked': revokedTokensLive },
    },
    'an event stream that stays open after its token is revoked': {
      async play(server) {
        const token = await newToken(server, 'viewer');
        const stream = await openStream(server, token);
        const { items } = (await operate(server, '/tokens')).json();
        const { id } = items.find(({ name }: { name: string }) => name === 'the viewer');
        await operate(server, `/tokens/${id}`, { method: 'DELETE' });
        await newCallback(server);
        await server.clock.advance(hour / 60);
        const gains = stream
          .until(() => stream.events.length > 0)
          .then(
            () => true,
            () => false,
          );
        const isRead = await gains;
        stream.close();
        return verdict(isRead);
      },
      weaknesses: { 'tokens that live on when they are revoked': revokedTokensLive },
    },
    'a token whose lifetime is over': {
      async play(server) {
        const made = await operate(server, '/tokens', {
          body: { name: 'helper', scope: 'viewer', expires_in_days: 1 },
        });
        await server.clock.advance(25 * hour);
        return verdict(await reads(server, String(made.json().token)));
      },
      weaknesses: { 'tokens that never expire': tokensNeverExpire },
    },
    'a session found on a computer after lunch, and one kept busy overnight': {
      async play(server) {
        const idle = await signIn(server, 'bearer');
        const busy = await signIn(server, 'bearer');
        for (let minutes = 0; minutes < 8 * 60; minutes += 10) {
          await server.clock.advance(hour / 6);
          await reads(server, busy.bearer);
          await reads(server, idle.bearer, { 'x-operator-refresh': '1' });
        }
        return verdict((await reads(server, idle.bearer)) || (await reads(server, busy.bearer)));
      },
      weaknesses: { 'sessions that never expire': sessionsNeverExpire },
    },
    'a session that is used again after its sign-out': {
      async play(server) {
        const { bearer } = await signIn(server, 'bearer');
        await operate(server, '/session', { method: 'DELETE', token: bearer });
        return verdict(await reads(server, bearer));
      },
      weaknesses: { 'sessions that outlive their sign-out': sessionsOutliveSignOut },
    },
    'a cookie’s secret that is sent as a bearer token': {
      async play(server) {
        const { cookie } = await signIn(server, 'cookie');
        return verdict(await reads(server, cookie.slice(cookie.indexOf('=') + 1)));
      },
      weaknesses: { 'sessions that count in any way of sending': sessionsInAnyWay },
    },
  },
);
