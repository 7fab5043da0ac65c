import type { EnginePorts } from '../../../../backend/effects/handlers.ts';
import { createPlaceCall } from '../../../../backend/effects/place-call.ts';
import type { Handlers, Performed } from '../../../../backend/effects/run/handler.ts';
import type { Runner } from '../../../../backend/effects/run/runner.ts';
import type { VoiceCarrier } from '../../../../backend/ports/carrier/voice-carrier.ts';
import type { Clock } from '../../../../backend/ports/clock.ts';
import type { Sites } from '../../../../backend/ports/sites.ts';
import type { Store } from '../../../../backend/ports/store/store.ts';
import type { PlantedDefects } from './planted-defects.ts';

type Settings = ReturnType<Sites['get']>;

/** Mistakes about whether and when the business may be called. */
export const dialDefects: PlantedDefects = {
  'renewing an intent without a fresh decision': {
    defect: {
      wrapVoice: throttleMost,
      wrapHandlers: (handlers, ports) => ({ ...handlers, 'place-call': renewBlindly(handlers, ports) }),
    },
    noticed: /was called for .* (outside hours|after STOP|after a block|after MAX_WAIT)/,
    firstSeed: 29,
  },
  'leaving out the block list': {
    defect: {
      wrapHandlers: withSettings(({ site, rules }) => ({ site: { ...site, blockedNumbers: [] }, rules })),
    },
    noticed: /was called for .* after a block/,
    firstSeed: 28,
  },
  'calling at any hour that follows a request': {
    defect: {
      wrapHandlers: withSettings(({ site, rules }) => ({ site: { ...site, hours: undefined }, rules })),
    },
    noticed: /was called for .* outside hours/,
    firstSeed: 11,
  },
  'asking for an opt-out only at the request': {
    defect: {
      wrapHandlers: (handlers, ports) => placingWith(handlers, { ...ports, store: deafTo(ports.store) }),
    },
    noticed: /was called for .* after STOP/,
    firstSeed: 5,
  },
  'letting an overdue call win against its overdue timer': {
    defect: {
      wrapHandlers: (handlers, ports) => slowTimers(withSettings(withoutDeadlines)(handlers, ports), ports),
    },
    noticed: /was called for .* after MAX_WAIT/,
    firstSeed: 32,
  },
  'counting the calls of a line outside the commit': {
    defect: { wrapStore: withoutLineGuard },
    noticed: /calls at once on/,
  },
  'leaving deadlines where they are when the clock is set': {
    defect: { wrapStore: (store) => ({ ...store, moveTimes: async () => {} }) },
    noticed: /was called for .* after MAX_WAIT/,
    firstSeed: 38,
    size: 250,
  },
  'claiming effects while the process stops': {
    defect: { wrapRunner: stopLate },
    noticed: /after the order to stop/,
    firstSeed: 13,
  },
};

function placingWith(handlers: Handlers, ports: EnginePorts): Handlers {
  return { ...handlers, 'place-call': createPlaceCall({ begin: ports, voice: ports.voice, log: ports.log }) };
}

/** Calls with other settings than the configured ones. */
function withSettings(change: (settings: Settings) => Settings) {
  return (handlers: Handlers, ports: EnginePorts): Handlers => {
    const sites = { ...ports.sites, get: (siteId: string) => change(ports.sites.get(siteId)) };
    return placingWith(handlers, { ...ports, sites });
  };
}

function withoutDeadlines({ site, rules }: Settings): Settings {
  const never = Number.MAX_SAFE_INTEGER / 4;
  return {
    site,
    rules: { ...rules, callback: { ...rules.callback, maxWaitMs: never, lastResortMs: never } },
  };
}

/** Timers that act a moment after the calls that are due with them. */
function slowTimers(handlers: Handlers, { clock }: EnginePorts): Handlers {
  const later =
    <Claimed>(timer: (claimed: Claimed, stopping: AbortSignal) => Promise<Performed>) =>
    async (claimed: Claimed, stopping: AbortSignal) => {
      await new Promise<void>((resolve) => void clock.after(1_000, resolve));
      return timer(claimed, stopping);
    };
  return {
    ...handlers,
    'give-up-waiting': later(handlers['give-up-waiting']),
    'last-resort': later(handlers['last-resort']),
  };
}

/** A store that knows no opt-out and checks no guard but the line. */
function deafTo(store: Store): Store {
  return {
    ...store,
    isOptedOut: async () => false,
    commit: (change) =>
      store.commit({ ...change, guards: (change.guards ?? []).filter(({ kind }) => kind === 'line-free') }),
  };
}

function withoutLineGuard(store: Store): Store {
  return {
    ...store,
    commit: (change) =>
      store.commit({ ...change, guards: (change.guards ?? []).filter(({ kind }) => kind !== 'line-free') }),
  };
}

/** A carrier that processes one POST in four, so that most intents are renewed. */
function throttleMost(voice: VoiceCarrier): VoiceCarrier {
  let posts = 0;
  return {
    ...voice,
    async place(call) {
      posts += 1;
      return posts % 4 === 0 ? voice.place(call) : { result: 'throttled' };
    },
  };
}

function renewBlindly(handlers: Handlers, ports: EnginePorts): Handlers['place-call'] {
  const sites = {
    ...ports.sites,
    get(siteId: string) {
      const { site, rules } = withoutDeadlines(ports.sites.get(siteId));
      return { site: { ...site, hours: undefined, blockedNumbers: [] }, rules };
    },
  };
  const blind = placingWith(handlers, { ...ports, sites, store: deafTo(ports.store) });
  return async (claimed, stopping) => {
    const attempt = (await ports.store.load(claimed.callbackId))?.attempt;
    const renewed = attempt?.post === 'unprocessed';
    return (renewed ? blind : handlers)['place-call'](claimed, stopping);
  };
}

const lateMs = 5_000;

function stopLate(runner: Runner, { clock }: { clock: Clock }): Runner {
  return {
    ...runner,
    async stop() {
      await new Promise<void>((resolve) => void clock.after(lateMs, resolve));
      await runner.stop();
    },
  };
}
