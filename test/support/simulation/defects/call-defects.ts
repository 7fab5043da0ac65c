import type { EnginePorts } from '../../../../backend/effects/handlers.ts';
import { beginOrRenewAttempt } from '../../../../backend/effects/place-call.ts';
import { done, type Handlers } from '../../../../backend/effects/run/handler.ts';
import { saveAttemptEvent } from '../../../../backend/usecases/commit/save-event.ts';
import type { PlantedDefects } from './planted-defects.ts';

/** Mistakes about calls: who was called, how often, and what a call came to. */
export const callDefects: PlantedDefects = {
  'repeating an unanswered POST': {
    defect: {
      wrapVoice: (voice) => ({
        ...voice,
        async place(call) {
          const placed = await voice.place(call);
          return placed.result === 'unknown' ? voice.place(call) : placed;
        },
      }),
    },
    noticed: /was called 2 times for one attempt/,
  },
  'calling under a lease and committing the intent afterwards': {
    defect: { wrapHandlers: (handlers, ports) => ({ ...handlers, 'place-call': leaseAndRetry(ports) }) },
    noticed: /was called for an unknown attempt/,
  },
  'ordering the dial for every request with key 1': {
    defect: {
      wrapSubscriber: (subscriber) => ({
        ...subscriber,
        async voice(webhook) {
          const plan = await subscriber.voice(webhook);
          if (webhook.kind !== 'keys' || webhook.digits !== '1' || plan.do !== 'hang-up') return plan;
          return { ...dialAnyway, token: webhook.token };
        },
      }),
    },
    noticed: /requests got the order to dial one visitor/,
  },
  'dialling the visitor before the business has pressed 1': {
    defect: {
      wrapSubscriber: (subscriber) => ({
        ...subscriber,
        async voice(webhook) {
          const plan = await subscriber.voice(webhook);
          return webhook.kind === 'prompt' ? { ...dialAnyway, token: webhook.token } : plan;
        },
      }),
    },
    noticed: /was rung before the key 1/,
  },
  'hanging up a call that is only listed': {
    defect: {
      wrapVoice: (voice) => ({
        ...voice,
        async find(to, from) {
          const found = await voice.find(to, from);
          await Promise.all(found.map(({ sid }) => voice.end(sid).catch(() => undefined)));
          return found;
        },
      }),
    },
    noticed: /stranger's call to .* was hung up/,
    firstSeed: 27,
  },
  'taking a listed call for a known one': {
    defect: {
      wrapHandlers: (handlers, ports) => ({
        ...handlers,
        'check-attempt': bindListed(ports, handlers['check-attempt']),
      }),
    },
    noticed: /has the call of another attempt/,
  },
  'relying only on webhooks': {
    defect: { wrapHandlers: (handlers) => ({ ...handlers, 'check-attempt': async () => done }) },
    noticed: /is stuck as/,
  },
};

const dialAnyway = {
  do: 'dial-visitor',
  language: 'en',
  say: undefined,
  visitor: '+12015550150',
  callerId: '+12015550190',
  ringSeconds: 15,
  maxSeconds: 300,
  record: false,
  screenVisitor: false,
} as const;

/** Binds the newest call in the list, as if the carrier's answer had named it. */
function bindListed(ports: EnginePorts, check: Handlers['check-attempt']): Handlers['check-attempt'] {
  return async (claimed, stopping) => {
    const find = () => ports.store.loadAttempt(claimed.callbackId, claimed.effect.attempt);
    const record = await find();
    if (record?.attempt?.post === 'unanswered') {
      const { site } = ports.sites.get(record.callback.siteId);
      const [call] = await ports.voice.find(record.attempt.line, site.callerNumber);
      const at = ports.clock.now();
      if (call !== undefined)
        await saveAttemptEvent(ports, find, { kind: 'legs-fetched', at, business: call, visitor: undefined });
    }
    return check(claimed, stopping);
  };
}

/** A usual job queue: perform, then acknowledge. A crash in between repeats the job. */
function leaseAndRetry(ports: EnginePorts): Handlers['place-call'] {
  return async (claimed) => {
    const callback = (await ports.store.load(claimed.callbackId))?.callback;
    if (callback?.status !== 'verified') return done;
    const { site, rules } = ports.sites.get(callback.siteId);
    const token = ports.secrets.capability();
    const placed = await ports.voice.place({
      to: site.businessNumber,
      from: site.callerNumber,
      ringSeconds: rules.attempt.ringSeconds,
      maxCallSeconds: site.maxCallSeconds,
      token,
      reason: callback.reference,
    });
    if (placed.result !== 'placed') return { result: 'failed', reason: placed.result };
    const named = { ...ports, secrets: { ...ports.secrets, capability: () => token } };
    const begun = await beginOrRenewAttempt(named, claimed);
    if (!begun.ok) return { result: 'failed', reason: begun.reason };
    const find = () => ports.store.loadByAttemptToken(token);
    await saveAttemptEvent(ports, find, { kind: 'call-placed', at: ports.clock.now(), call: placed.call });
    return done;
  };
}
