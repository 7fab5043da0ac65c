import type { FactorOwner } from '../../../backend/ports/operator/second-factors.ts';
import { type HttpSetup, openHttpSetup, type Weakness } from '../http/http-setup.ts';
import { adminToken, newToken, operate } from '../http/operator-requests.ts';
import { addSecondFactor, shownCode, signInWith } from '../http/second-factor.ts';
import { attacksOn, verdict } from './attack.ts';

const stepMs = 30_000;

const onlyThePageAsks: Weakness = {
  deps: ({ secondFactors }) => ({
    secondFactors: {
      ...secondFactors,
      async find(owner) {
        const found = await secondFactors.find(owner);
        return found?.confirmedAt === undefined ? found : undefined;
      },
    },
  }),
};

const codesCountAgain: Weakness = {
  deps: ({ secondFactors }) => ({
    secondFactors: {
      ...secondFactors,
      useStep: async () => true,
      async find(owner) {
        const found = await secondFactors.find(owner);
        return found && { ...found, lastStep: 0 };
      },
    },
  }),
};

const recoveryCodesStay: Weakness = {
  deps({ secondFactors }) {
    const used = new Set<string>();
    return {
      secondFactors: {
        ...secondFactors,
        async useRecoveryCode(owner, key) {
          if (await secondFactors.useRecoveryCode(owner, key)) used.add(key);
          return used.has(key);
        },
      },
    };
  },
};

/** Each request gets an id of its own for the token, by which codes are counted. */
const codesAreNotCounted: Weakness = {
  deps({ operatorAccess, secondFactors, secrets }) {
    let requests = 0;
    const real = (id: string) => id.replace(/#\d+$/, '');
    const realOwner = ({ siteId, tokenId }: FactorOwner) => ({ siteId, tokenId: real(tokenId) });
    return {
      operatorAccess: {
        ...operatorAccess,
        async findToken(key) {
          const found = await operatorAccess.findToken(key);
          requests += 1;
          return found && { ...found, id: `${found.id}#${requests}` };
        },
      },
      secondFactors: {
        ...secondFactors,
        find: (owner) => secondFactors.find(realOwner(owner)),
        begin: (owner, begun) => secondFactors.begin(realOwner(owner), begun),
        confirm: (owner, confirmed) => secondFactors.confirm(realOwner(owner), confirmed),
        useStep: (owner, step) => secondFactors.useStep(realOwner(owner), step),
      },
      secrets: {
        ...secrets,
        seal: (purpose, text) => secrets.seal(real(purpose), text),
        unseal: (purpose, sealed) => secrets.unseal(real(purpose), sealed),
      },
    };
  },
};

export const secondFactorAttacks = attacksOn<HttpSetup>(
  (t, weakness) => openHttpSetup(t, { settings: { adminToken, trustedProxies: ['127.0.0.1'] }, weakness }),
  {
    'a stolen token whose second factor is on': {
      async play(server) {
        await addSecondFactor(server);
        const reads = await operate(server, '/callbacks/search', { body: {} });
        return verdict(reads.statusCode === 200 || (await signInWith(server)).statusCode === 201);
      },
      weaknesses: { 'a second factor that only the page asks for': onlyThePageAsks },
    },
    'a code that was read over a shoulder, at once and in the next step': {
      async play(server) {
        const kept = await addSecondFactor(server);
        await server.clock.advance(stepMs);
        const code = shownCode(server, kept);
        await signInWith(server, code);
        const again = await signInWith(server, code);
        await server.clock.advance(stepMs);
        const later = await signInWith(server, code);
        return verdict(again.statusCode === 201 || later.statusCode === 201);
      },
      weaknesses: { 'codes that count again': codesCountAgain },
    },
    'a recovery code found in the bin after its use': {
      async play(server) {
        const { recoveryCodes } = await addSecondFactor(server);
        await signInWith(server, recoveryCodes[0]);
        return verdict((await signInWith(server, recoveryCodes[0])).statusCode === 201);
      },
      weaknesses: { 'recovery codes that stay after their use': recoveryCodesStay },
    },
    'guesses of a code from new addresses, the right one last': {
      async play(server) {
        const token = await newToken(server, 'operator');
        const kept = await addSecondFactor(server, token);
        await server.clock.advance(stepMs);
        const codes = [
          ...Array.from({ length: 20 }, (_, index) => String(100_000 + index)),
          shownCode(server, kept),
        ];
        const answers = [];
        for (const [index, code] of codes.entries())
          answers.push(
            await operate(server, '/session', {
              body: { token, code, keep: 'bearer' },
              token: '',
              headers: { 'x-forwarded-for': `192.0.2.${index}` },
            }),
          );
        return verdict(answers.some(({ statusCode }) => statusCode === 201));
      },
      weaknesses: { 'codes that are counted for each address only': codesAreNotCounted },
    },
  },
);
