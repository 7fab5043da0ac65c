import { isAttemptOpen } from '../../../../backend/domain/attempt/state.ts';
import { zeroAmounts } from '../../../../backend/domain/budget/charge.ts';
import type { VoiceCarrier } from '../../../../backend/ports/carrier/voice-carrier.ts';
import type { Store } from '../../../../backend/ports/store/store.ts';
import type { PlantedDefects } from './planted-defects.ts';

/** Mistakes about what the carrier's answers, and their absence, mean. */
export const carrierDefects: PlantedDefects = {
  'taking a question without an answer for the end of a call': {
    defect: { wrapVoice: takeSilenceForEnd },
    noticed: /calls at once on|talked, but is recorded as/,
  },
  'blaming the business for a refused dial': {
    defect: {
      wrapVoice: (voice) => ({
        ...voice,
        async fetch(sid) {
          const legs = await voice.fetch(sid);
          return legs && { ...legs, dialError: undefined };
        },
      }),
      wrapSubscriber: (subscriber) => ({
        ...subscriber,
        async voice(webhook) {
          if (webhook.kind !== 'dial-finished' || webhook.visitor?.sid !== undefined)
            return subscriber.voice(webhook);
          return subscriber.voice({ ...webhook, visitor: undefined, error: undefined });
        },
      }),
    },
    noticed: /blames the business/,
    firstSeed: 4,
  },
  'stopping every line for one call without SID': {
    defect: { wrapStore: oneWithoutSid },
    noticed: /beside a free line/,
    firstSeed: 22,
  },
  'releasing what a call has cost': {
    defect: {
      wrapStore: (store) => ({
        ...store,
        commit: (change) =>
          store.commit({
            ...change,
            release: (change.release ?? []).map(({ part }) => ({ part, used: zeroAmounts })),
          }),
      }),
    },
    noticed: /are billed and/,
  },
};

function takeSilenceForEnd(voice: VoiceCarrier): VoiceCarrier {
  return {
    ...voice,
    async fetch(sid) {
      const over = { business: { sid, status: 'completed', talkSeconds: 0 }, visitor: undefined } as const;
      return (await voice.fetch(sid).catch(() => undefined)) ?? { ...over, dialError: undefined };
    },
  };
}

/** Lets no intent pass while another attempt on the line has no SID. */
function oneWithoutSid(store: Store): Store {
  const unknown = new Map<string, string>();
  return {
    ...store,
    async commit(change) {
      const after = change.attempt?.after;
      const guarded = (change.guards ?? []).some(({ kind }) => kind === 'line-free');
      if (guarded && [...unknown.values()].includes(after?.line ?? ''))
        return { ok: false, conflict: 'line-busy' };
      const committed = await store.commit(change);
      if (committed.ok && after !== undefined) {
        if (isAttemptOpen(after) && after.business.sid === undefined) unknown.set(after.token, after.line);
        else unknown.delete(after.token);
      }
      return committed;
    },
  };
}
