import type { SQLInputValue } from 'node:sqlite';
import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import { isAttemptOpen } from '../../../backend/domain/attempt/state.ts';
import { type Callback, hasEnded } from '../../../backend/domain/callback/state.ts';
import type { MessageWebhook } from '../../../backend/ports/carrier/message-carrier.ts';
import type { NoticeSender } from '../../../backend/ports/carrier/notice-sender.ts';
import type { CallPlan } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Log } from '../../../backend/ports/log.ts';
import type { CallbackRecord } from '../../../backend/ports/store/callback-store.ts';
import type { WebhookSender } from '../../../backend/ports/webhooks.ts';
import { handleCodeCall } from '../../../backend/usecases/carrier/code-calls.ts';
import { handleMessageWebhook } from '../../../backend/usecases/carrier/handle-message-webhook.ts';
import {
  type CallbackWebhook,
  handleVoiceWebhook,
} from '../../../backend/usecases/carrier/handle-voice-webhook.ts';
import type { CarrierScript } from '../carrier/carrier-script.ts';
import { createFakeCarrier, type FakeCarrier, type Subscriber } from '../carrier/fake-carrier.ts';
import {
  createPendingWork,
  createPromiseDrain,
  drainEventLoop,
  type PendingWork,
} from '../fakes/pending-work.ts';
import { createRecordingLog, type Line } from '../fakes/recording-log.ts';
import { type SampleSite, sampleSite, sampleSites } from '../fakes/sample-site.ts';
import { seededRandom } from '../fakes/seeded-random.ts';
import { seededSecrets } from '../fakes/seeded-secrets.ts';
import { createVirtualClock, type VirtualClock } from '../fakes/virtual-clock.ts';
import { createMemoryDatabase } from '../memory-store/memory-database.ts';
import { type ChosenDatabase, chooseDatabase } from '../postgres/chosen-database.ts';
import { type PlatformProcess, startProcess, type World } from './platform-process.ts';
import { createPortQueue } from './port-queue.ts';
import { readRows } from './read-rows.ts';
import { createRecordingSender, type RecordingSender } from './recording-sender.ts';
import { createVisitorActions, type VisitorActions } from './visitor-actions.ts';

type Replaceable = 'watch' | 'wrapStore' | 'wrapVoice' | 'wrapHandlers' | 'wrapRunner' | 'wrapSubscriber';

export type HarnessOptions = Partial<Pick<World & { wrapSubscriber: WrapSubscriber }, Replaceable>> & {
  sites?: readonly SampleSite[];
  script?: Partial<CarrierScript>;
  /** Channels beside SMS and email. */
  otherSenders?: readonly NoticeSender[];
  webhookSender?: WebhookSender;
  seed?: number;
  /** `memory` keeps the same contract as SQLite and is faster; `rows` and `path` need the file. */
  store?: 'sqlite' | 'memory';
  /** Carries out calls of the store one by one, in an order drawn from the seed. A run is then the same on any store. */
  oneByOne?: boolean;
};

type WrapSubscriber = (subscriber: Subscriber) => Subscriber;

export type Harness = VisitorActions &
  AsyncDisposable & {
    clock: VirtualClock;
    carrier: FakeCarrier;
    email: RecordingSender;
    log: Line[];
    database: Pick<ChosenDatabase, 'path' | 'place' | 'markMoved'>;
    /** The file of the database, or its address. */
    path: string;
    /** The running process; throws when there is none. */
    process(): PlatformProcess;
    isRunning(): boolean;
    /** Resolves when the work that was waiting has gone one step further, in the same order on any store. */
    drain(): Promise<void>;
    record(callbackId: string): Promise<CallbackRecord>;
    /** Advances the clock until the callback has ended, its attempt is closed and its notice is sent. */
    settled(callbackId: string): Promise<Callback>;
    /** Advances the clock until the condition holds; throws after two hours. */
    until(isSo: () => boolean | Promise<boolean>): Promise<void>;
    kill(): Promise<void>;
    /** Stops the process like a deployment and starts another. */
    deploy(): Promise<void>;
    /** Delivers a webhook that the fake carrier would not send itself. */
    hear(webhook: CallbackWebhook): Promise<CallPlan>;
    hearText(webhook: MessageWebhook): Promise<void>;
    rows: (sql: string, ...values: SQLInputValue[]) => Record<string, unknown>[];
    /** Starts another process with another owner name on the same file. */
    reopen(): Promise<void>;
  };

const patience = 7_200_000;

/** The real store, use cases, handlers and runner; only clock, randomness and carrier are fakes. */
export async function openHarness(options: HarnessOptions = {}): Promise<Harness> {
  const database = await chooseDatabase();
  const { path } = database;
  const { log, lines } = createRecordingLog();
  const pendingWork = createPendingWork(options.store === 'memory' ? createPromiseDrain() : drainEventLoop);
  const world = createWorld(options, { database, log, pendingWork });
  const { clock, carrier } = world;
  let starts = 0;
  let running: PlatformProcess | undefined;

  function process(): PlatformProcess {
    if (running === undefined || running.life.over) throw new Error('No process is running.');
    return running;
  }

  async function kill(): Promise<void> {
    const dying = running;
    running = undefined;
    await pendingWork.during(Promise.resolve(dying?.kill()));
  }

  async function reopen(): Promise<void> {
    if (running !== undefined) await kill();
    starts += 1;
    running = await pendingWork.during(startProcess(world, `process ${starts}`));
  }

  async function record(callbackId: string): Promise<CallbackRecord> {
    const { life, ports } = process();
    const found = await life.outside(ports.store.load(callbackId));
    if (found === undefined) throw new Error(`The request ${callbackId} is lost.`);
    return found;
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    if (!(await clock.until(async () => isSo(), patience))) throw new Error(`It never came so: ${isSo}`);
  }

  connect(carrier, process, options.wrapSubscriber);
  await reopen();
  return {
    ...createVisitorActions({ process, pause: () => clock.advance(3_000) }),
    clock,
    carrier,
    email: world.email,
    log: lines,
    database,
    path,
    process,
    drain: pendingWork.drain,
    isRunning: () => running?.life.over === false,
    record,
    async settled(callbackId) {
      await until(async () => isSettled(await record(callbackId)));
      return (await record(callbackId)).callback;
    },
    until,
    hear: (webhook) => handleVoiceWebhook(process().ports, webhook),
    hearText: (webhook) => handleMessageWebhook(process().ports, webhook),
    rows: (sql, ...values) => readRows(path, sql, ...values),
    kill,
    async deploy() {
      const stopping = process().stop();
      let stopped = false;
      void stopping.finally(() => {
        stopped = true;
      });
      await until(() => stopped);
      running = undefined;
      await stopping;
      await reopen();
    },
    reopen,
    async [Symbol.asyncDispose]() {
      await running?.kill();
      await database.remove();
    },
  };
}

type Surroundings = { database: ChosenDatabase; log: Log; pendingWork: PendingWork };

function createWorld(options: HarnessOptions, { database, log, pendingWork }: Surroundings) {
  const clock = createVirtualClock({ settle: pendingWork.settle });
  const random = seededRandom(options.seed ?? 1);
  const memory = createMemoryDatabase(clock);
  const webhookAddresses = options.webhookSender?.addresses.map(({ id }) => id) ?? [];
  return {
    openDatabase: () =>
      options.store === 'memory'
        ? memory.open()
        : openDatabase({ ...database.place, clock, webhookAddresses }),
    clock,
    storeCalls:
      options.oneByOne === true
        ? createPortQueue(pendingWork, random)
        : <T>(work: () => Promise<T>) => pendingWork.during(work()),
    // The carrier's clock does not follow the jumps of the server's.
    carrier: createFakeCarrier({ clock: { ...clock, now: clock.trueNow }, script: options.script ?? {} }),
    sites: sampleSites(options.sites ?? [sampleSite()]),
    secrets: seededSecrets(seededRandom(options.seed ?? 1)),
    log,
    email: createRecordingSender('email'),
    otherSenders: options.otherSenders ?? [],
    webhookSender: options.webhookSender,
    watch: options.watch ?? (() => undefined),
    wrapStore: options.wrapStore ?? ((store) => store),
    wrapVoice: options.wrapVoice ?? ((voice) => voice),
    wrapRunner: options.wrapRunner ?? ((runner) => runner),
    wrapHandlers: options.wrapHandlers ?? ((handlers) => handlers),
  } satisfies World;
}

function connect(carrier: FakeCarrier, process: () => PlatformProcess, wrap?: WrapSubscriber): void {
  const subscriber: Subscriber = {
    async voice(webhook) {
      const { life, ports } = process();
      return life.outside(handleVoiceWebhook(ports, webhook));
    },
    async codeCall(webhook) {
      const { life, ports } = process();
      return life.outside(handleCodeCall(ports, webhook));
    },
    async message(webhook) {
      const { life, ports } = process();
      return life.outside(handleMessageWebhook(ports, webhook));
    },
  };
  carrier.connect(wrap === undefined ? subscriber : wrap(subscriber));
}

function isSettled({ callback, attempt }: CallbackRecord): boolean {
  const over = attempt === undefined || !isAttemptOpen(attempt);
  return hasEnded(callback.status) && callback.notice !== 'sending' && over;
}
