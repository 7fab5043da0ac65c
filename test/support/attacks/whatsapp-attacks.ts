import type { RawRequest } from '../../../backend/ports/carrier/webhook.ts';
import type { WhatsappSender } from '../../../backend/ports/sign-in/whatsapp-sign-ins.ts';
import type { HttpSetup, Weakness } from '../http/http-setup.ts';
import { makePageSecret } from '../http/sign-in-setup.ts';
import { beginOnPage, confirm, digitsIn, openWhatsappSetup, writeFrom } from '../http/whatsapp-setup.ts';
import { attacksOn, verdict } from './attack.ts';

const victims = '+12015550145';
const attackers = '+12015550146';

const anyPage: Weakness = {
  deps: ({ secrets, whatsappSignIns }) => ({
    secrets: { ...secrets, challengeOf: () => 'any' },
    whatsappSignIns: {
      ...whatsappSignIns,
      find: async (key, at) => {
        const found = await whatsappSignIns.find(key, at);
        return found && { ...found, challenge: 'any' };
      },
    },
  }),
};

function lastSenderWins(): Weakness {
  let first: WhatsappSender | undefined;
  let last: WhatsappSender | undefined;
  return {
    deps: ({ whatsappSignIns }) => ({
      whatsappSignIns: {
        ...whatsappSignIns,
        async matchCode(codeKey, sender, ...others) {
          first ??= sender;
          last = sender;
          const heard = await whatsappSignIns.matchCode(codeKey, first, ...others);
          return heard && { ...heard, sender };
        },
        async find(key, at) {
          const found = await whatsappSignIns.find(key, at);
          return found && { ...found, sender: last };
        },
      },
    }),
  };
}

/** Accepts a message without checking its signature. */
const unsigned: Weakness = {
  deps: ({ messages }) => ({
    messages: {
      ...messages,
      parseWhatsapp({ body }: RawRequest) {
        const form = new URLSearchParams(body);
        const field = (name: string) => (form.get(name) ?? '').replace('whatsapp:', '');
        const said = {
          from: field('From'),
          to: field('To'),
          body: field('Body'),
          name: undefined,
          optOut: undefined,
        };
        return { ok: true, webhook: { kind: 'whatsapp', ...said } };
      },
    },
  }),
};

export const whatsappAttacks = attacksOn<HttpSetup>((t, weakness) => openWhatsappSetup(t, { weakness }), {
  'a relayed WhatsApp message and a hundred guesses of its answer': {
    async play(server) {
      const page = await beginOnPage(server);
      const right = Number(digitsIn(await writeFrom(server, victims, page.started.message)).replace(' ', ''));
      const guesses = Array.from({ length: 100 }, (_, at) => (right + at - 50 + 1_000_000) % 1_000_000);
      const answers = await Promise.all(
        guesses.map((guess) => confirm(server, page, String(guess).padStart(6, '0'))),
      );
      return verdict(answers.some(({ statusCode }) => statusCode === 200));
    },
    weaknesses: {
      'uncounted guesses': {
        deps: ({ whatsappSignIns }) => ({
          whatsappSignIns: { ...whatsappSignIns, countGuess: async () => 1 },
        }),
      },
    },
  },
  'the chat answer entered by an attacker who saw the page’s id': {
    async play(server) {
      const page = await beginOnPage(server);
      const digits = digitsIn(await writeFrom(server, victims, page.started.message));
      const answer = await confirm(server, page, digits, makePageSecret().verifier);
      return verdict(answer.statusCode === 200);
    },
    weaknesses: { 'a sign-in that is not bound to a page': anyPage },
  },
  'a code read from a screen and sent from another phone': {
    async play(server) {
      const page = await beginOnPage(server);
      const digits = digitsIn(await writeFrom(server, victims, page.started.message));
      await writeFrom(server, attackers, page.started.message);
      const { profile } = (await confirm(server, page, digits)).json();
      return verdict(profile?.phone === attackers);
    },
    weaknesses: { 'a changeable sender': lastSenderWins() },
  },
  'a hundred concurrent code requests': {
    async play(server) {
      const payload = { challenge: makePageSecret().challenge };
      const begin = () => server.app.inject({ method: 'POST', url: '/oauth/whatsapp', payload });
      const answers = await Promise.all(Array.from({ length: 100 }, begin));
      return verdict(answers.filter(({ statusCode }) => statusCode === 201).length > 5);
    },
    weaknesses: {
      'a limit with a race': {
        deps: ({ whatsappSignIns }) => ({
          whatsappSignIns: { ...whatsappSignIns, begin: (signIn) => whatsappSignIns.begin(signIn, []) },
        }),
      },
    },
  },
  'a forged message from another’s number': {
    async play(server) {
      const page = await beginOnPage(server);
      const reply = await writeFrom(server, victims, page.started.message, { signature: 'forged' });
      const answer = await confirm(server, page, digitsIn(reply).replace(' ', '') || '000000');
      return verdict(answer.statusCode === 200);
    },
    weaknesses: { 'unsigned webhooks accepted': unsigned },
  },
});
