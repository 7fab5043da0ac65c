import { noCaptcha } from '../../../backend/adapters/captcha/no-captcha.ts';
import { createSmsNotice } from '../../../backend/adapters/notice/notice-senders.ts';
import type { DatabasePorts } from '../../../backend/adapters/sql/database.ts';
import { createCalendar } from '../../../backend/adapters/system/calendar.ts';
import { createSteadyClock } from '../../../backend/adapters/system/clock.ts';
import { createPhoneNumbers } from '../../../backend/adapters/system/phone-numbers.ts';
import { createHandlers, type EnginePorts, saveEffectFailure } from '../../../backend/effects/handlers.ts';
import type { Handlers } from '../../../backend/effects/run/handler.ts';
import { createRunner, type Runner } from '../../../backend/effects/run/runner.ts';
import { createWebhookRunner, type WebhookRunner } from '../../../backend/effects/send-webhooks.ts';
import type { Captcha } from '../../../backend/ports/captcha.ts';
import type { NoticeSender } from '../../../backend/ports/carrier/notice-sender.ts';
import type { VoiceCarrier } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Log } from '../../../backend/ports/log.ts';
import type { PhoneNumbers } from '../../../backend/ports/phone-numbers.ts';
import type { Secrets } from '../../../backend/ports/secrets.ts';
import type { Sessions } from '../../../backend/ports/sign-in/sessions.ts';
import type { Sites } from '../../../backend/ports/sites.ts';
import type { PersonalData } from '../../../backend/ports/store/personal-data.ts';
import type { Store } from '../../../backend/ports/store/store.ts';
import type { WebhookOutbox, WebhookSender } from '../../../backend/ports/webhooks.ts';
import { quarantineCallbacks } from '../../../backend/usecases/request/end-callback.ts';
import type { FakeCarrier } from '../carrier/fake-carrier.ts';
import type { VirtualClock } from '../fakes/virtual-clock.ts';
import { type Crossing, crashingClock, crashingPort } from './crashing-port.ts';
import { createProcessLifetime, type ProcessLifetime } from './process-lifetime.ts';

/** What survives a process, and the parts that a test can replace. */
export type World = {
  /** Opens the database that survives the process. */
  openDatabase: () => Promise<EngineDatabase>;
  clock: VirtualClock;
  /** Carries out calls of the store; the clock waits for them. */
  storeCalls: <T>(work: () => Promise<T>) => Promise<T>;
  carrier: FakeCarrier;
  sites: Sites;
  secrets: Secrets;
  log: Log;
  email: NoticeSender;
  otherSenders: readonly NoticeSender[];
  /** Tells its addresses about every change of state. */
  webhookSender: WebhookSender | undefined;
  /** Sees every port call; `kill` ends the process there. */
  watch: (crossing: Crossing) => 'kill' | undefined;
  wrapStore: (store: Store) => Store;
  wrapVoice: (voice: VoiceCarrier) => VoiceCarrier;
  wrapRunner: (runner: Runner, ports: EnginePorts) => Runner;
  wrapHandlers: (handlers: Handlers, ports: EnginePorts) => Handlers;
};

/** The ports of the database that a running engine uses. */
type EngineDatabase = Pick<DatabasePorts, 'store' | 'sessions' | 'spending' | 'personalData'> & {
  webhookOutbox?: WebhookOutbox;
};

export type PlatformProcess = {
  life: ProcessLifetime;
  ports: EnginePorts & {
    numbers: PhoneNumbers;
    sessions: Sessions;
    personalData: PersonalData;
    captcha: Captcha;
    /** Missing in the memory store. */
    webhookOutbox: WebhookOutbox | undefined;
    webhookSender: WebhookSender | undefined;
  };
  runner: Runner;
  webhooks: WebhookRunner | undefined;
  /** Kills the process at once: no work is finished, no claim is released. */
  kill(): Promise<void>;
  /** Stops like a deployment. */
  stop(): Promise<void>;
};

/** The platform as one process runs it, on the world's database and with the name `owner`. */
export async function startProcess(world: World, owner: string): Promise<PlatformProcess> {
  const life = createProcessLifetime();
  const database = await world.openDatabase();
  const opened = database.store;
  const ports = portsOf(world, life, database);
  const handlers = world.wrapHandlers(createHandlers(ports), ports);
  const runner = world.wrapRunner(
    createRunner(ports, {
      handlers,
      onGiveUp: (claimed) => saveEffectFailure(ports, claimed),
      owner,
    }),
    ports,
  );
  await quarantineCallbacks(ports);
  runner.start();
  const webhooks = startWebhooks(ports);
  return {
    life,
    ports,
    runner,
    webhooks,
    async kill() {
      life.end();
      await opened.close();
    },
    async stop() {
      await Promise.all([runner.stop(), webhooks?.stop()]);
      life.end();
      // The virtual clock waits for it, as for every call of the store.
      await world.storeCalls(() => opened.close());
    },
  };
}

function startWebhooks(ports: PlatformProcess['ports']): WebhookRunner | undefined {
  const { webhookOutbox, webhookSender } = ports;
  if (webhookOutbox === undefined || webhookSender === undefined) return undefined;
  const webhooks = createWebhookRunner({ ...ports, webhookOutbox, webhookSender });
  webhooks.start();
  return webhooks;
}

function portsOf(world: World, life: ProcessLifetime, database: EngineDatabase): PlatformProcess['ports'] {
  const cross = (crossing: Crossing) => {
    if (!life.over && world.watch(crossing) === 'kill') life.end();
  };
  const carrierEdge = {
    life,
    cross,
    to: 'carrier',
    direct: ['parse', 'render', 'renderNothing'],
    during: <T>(work: () => Promise<T>) => work(),
  } as const;
  const storeEdge = {
    ...carrierEdge,
    to: 'store',
    direct: ['onCommit'],
    during: world.storeCalls,
  } as const;
  const messages = crashingPort(world.carrier.messages, carrierEdge);
  const { sites, secrets, log } = world;
  return {
    store: world.wrapStore(crashingPort(database.store, storeEdge)),
    sessions: crashingPort(database.sessions, { ...storeEdge, direct: [] }),
    personalData: database.personalData,
    webhookOutbox:
      database.webhookOutbox &&
      crashingPort(database.webhookOutbox, { ...storeEdge, to: 'webhooks', direct: [] }),
    webhookSender:
      world.webhookSender && crashingPort(world.webhookSender, { ...carrierEdge, to: 'webhooks' }),
    spending: crashingPort(database.spending, { ...storeEdge, direct: [] }),
    captcha: noCaptcha,
    sites,
    secrets,
    log,
    messages,
    clock: createSteadyClock(crashingClock(world.clock, life)),
    calendar: createCalendar(),
    numbers: createPhoneNumbers(),
    voice: world.wrapVoice(crashingPort(world.carrier.voice, carrierEdge)),
    senders: [createSmsNotice({ messages, sites }), world.email, ...world.otherSenders],
    pageHost: undefined,
    pageUrl: 'https://bakery.example/contact',
    publicBaseUrl: undefined,
  };
}
