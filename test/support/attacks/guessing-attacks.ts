import { type HttpSetup, openHttpSetup, type Weakness } from '../http/http-setup.ts';
import { ask, codeOf, newCallback, readState, verify } from '../http/visitor-requests.ts';
import { attacksOn, verdict } from './attack.ts';

function wrongly(right: string, by: number) {
  return String((Number(right) + by) % 1_000_000).padStart(6, '0');
}

/** Maximum guesses a day: ten codes to a number, five guesses each. */
const maxTries = 50;

const hour = 3_600_000;

/** Guesses until the limit answers; returns how many guesses counted. */
async function guess(server: HttpSetup, id: string, sendNumber: number): Promise<number> {
  let tries = 0;
  for (let by = 1; by <= 8; by += 1) {
    const answer = await verify(server, id, wrongly(codeOf(server, id, sendNumber), by));
    if (answer.json().code === 'wrong-code') tries += 1;
  }
  return tries;
}

/** Guesses at every code that one callback can be made to send or to promise; returns how many could be right. */
async function guessAtOne(server: HttpSetup, id: string, remoteAddress: string): Promise<number> {
  let tries = 0;
  for (let sendNumber = 1; sendNumber <= 6; sendNumber += 1) {
    const wasSent = (await server.store.loadMessageFor(id, `send-code/${sendNumber}`)) !== undefined;
    if (!wasSent && (await isRight(server, id, sendNumber))) return Number.POSITIVE_INFINITY;
    const guesses = await guess(server, id, sendNumber);
    if (wasSent) tries += guesses;
    await server.clock.advance(5 * 60_000);
    const url = `/api/v1/callbacks/${id}/code`;
    const again = await server.app.inject({ method: 'POST', url, remoteAddress });
    if (again.statusCode !== 200) break;
  }
  return tries;
}

/** Enters a code that only the server knows: an attacker would find it in the end. */
async function isRight(server: HttpSetup, id: string, sendNumber: number): Promise<boolean> {
  return (await verify(server, id, codeOf(server, id, sendNumber))).statusCode === 200;
}

const uncountedGuesses: Weakness = {
  deps: ({ store }) => ({
    store: {
      ...store,
      commit: async (change) =>
        change.audit.some(({ eventType }) => eventType === 'wrong-code-entered')
          ? { ok: true, callback: change.callback.after }
          : store.commit(change),
    },
  }),
};

const uncountedTexts: Weakness = {
  deps: ({ store }) => ({
    store: {
      ...store,
      codesTo: async () => [],
      commit: (change) => {
        const guards = (change.guards ?? []).filter(({ kind }) => kind !== 'codes-below');
        return store.commit({ ...change, guards });
      },
    },
  }),
};

const withheldCodesProve: Weakness = {
  deps: ({ store }) => ({
    store: {
      ...store,
      async load(id) {
        const record = await store.load(id);
        if (record === undefined) return undefined;
        const code = { ...record.callback.code, withheld: false };
        return { ...record, callback: { ...record.callback, code } };
      },
    },
  }),
};

/** Codes that do not depend on all their inputs. */
function codesFrom(made: (callbackId: string, sendNumber: number) => [string, number]): Weakness {
  return {
    deps: ({ secrets }) => ({
      secrets: { ...secrets, codeFor: (id, sending) => secrets.codeFor(...made(id, sending)) },
    }),
  };
}

const codesNeverExpire: Weakness = {
  deps: ({ store, clock }) => ({
    store: {
      ...store,
      async load(id) {
        const record = await store.load(id);
        if (record === undefined) return undefined;
        const code = { ...record.callback.code, sentAt: clock.now() };
        return { ...record, callback: { ...record.callback, code } };
      },
    },
  }),
};

function countedIds(): Weakness {
  let last = 0;
  return {
    deps: ({ secrets }) => ({
      secrets: {
        ...secrets,
        capability() {
          last += 1;
          const bytes = Buffer.alloc(16);
          bytes.writeUInt32BE(last, 12);
          return bytes.toString('base64url');
        },
      },
    }),
  };
}

/** The ids directly before and after the attacker's own. */
function neighbours(id: string): string[] {
  const own = BigInt(`0x${Buffer.from(id, 'base64url').toString('hex')}`);
  return Array.from({ length: 40 }, (_, at) => own + BigInt(at - 20))
    .filter((near) => near >= 0n && near < 2n ** 128n && near !== own)
    .map((near) => Buffer.from(near.toString(16).padStart(32, '0'), 'hex').toString('base64url'));
}

export const guessingAttacks = attacksOn<HttpSetup>((t, weakness) => openHttpSetup(t, { weakness }), {
  'a hundred concurrent guesses that include the right code': {
    async play(server) {
      const { request_id: id } = await newCallback(server);
      const right = codeOf(server, id);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, at) => verify(server, id, wrongly(right, at + 50 * 19_999))),
      );
      const tried = answers.filter((answer) => answer.json().code === 'wrong-code').length;
      return verdict(tried > 5 || answers.some(({ statusCode }) => statusCode === 200));
    },
    weaknesses: { 'uncounted guesses': uncountedGuesses },
  },
  'a day of guesses from new networks, at every code of every callback': {
    async play(server) {
      let tries = 0;
      for (let round = 0; round < 12 && tries <= maxTries; round += 1) {
        const remoteAddress = `198.18.${round}.7`;
        const made = await ask(server, { remoteAddress });
        if (made.statusCode === 201)
          tries += await guessAtOne(server, readState(made).request_id, remoteAddress);
        await server.clock.advance(hour);
      }
      return verdict(tries > maxTries);
    },
    weaknesses: {
      'uncounted guesses': uncountedGuesses,
      'uncounted codes': uncountedTexts,
      'withheld codes that can be entered': withheldCodesProve,
    },
  },
  'the code of the attacker’s callback for another callback': {
    async play(server) {
      const own = await newCallback(server, { name: 'Mallory', phone: '+12015550146' });
      const { request_id: theirs } = await newCallback(server);
      const answer = await verify(server, theirs, codeOf(server, own.request_id));
      return verdict(answer.statusCode === 200);
    },
    weaknesses: { 'a code that is not bound to its callback': codesFrom((_id, sending) => ['any', sending]) },
  },
  'a code that a later code has replaced': {
    async play(server) {
      const { request_id: id } = await newCallback(server);
      const earlier = codeOf(server, id, 1);
      await server.clock.advance(120_000);
      await server.app.inject({ method: 'POST', url: `/api/v1/callbacks/${id}/code` });
      return verdict((await verify(server, id, earlier)).statusCode === 200);
    },
    weaknesses: { 'a constant code': codesFrom((id) => [id, 1]) },
  },
  'a code used ten minutes later': {
    async play(server) {
      const { request_id: id } = await newCallback(server);
      await server.clock.advance(10 * 60_000);
      return verdict((await verify(server, id, codeOf(server, id))).statusCode === 200);
    },
    weaknesses: { 'a code that does not expire': codesNeverExpire },
  },
  'the ids next to the attacker’s own': {
    async play(server) {
      const own = await newCallback(server, { name: 'Mallory', phone: '+12015550146' });
      await newCallback(server);
      const answers = await Promise.all(
        neighbours(own.request_id).map((id) => server.app.inject(`/api/v1/callbacks/${id}`)),
      );
      return verdict(answers.some(({ statusCode }) => statusCode === 200));
    },
    weaknesses: { 'sequential ids': countedIds() },
  },
});
