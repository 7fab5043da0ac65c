import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Touched } from '../engine.ts';
import type { PostgresAddress } from './address.ts';
import type { Connections } from './connection.ts';
import { messageOf } from './faults.ts';

export type Announcements = {
  /** Tells the other processes about a commit. */
  announce(touched: Touched): void;
  /** Calls `listener` for each commit of another process. */
  onAnnounced(listener: (touched: Touched) => void): void;
  close(): Promise<void>;
};

export type AnnouncementOptions = {
  connections: Connections;
  /** Reaches the server itself: a pooler in transaction mode passes no notifications on. */
  direct: PostgresAddress;
  /** Called at most once a second with what keeps notifications from coming. */
  onFault?: ((problem: string, fix: string) => void) | undefined;
  watchMs?: number;
  answerTimeoutMs?: number;
};

/** By this name the connections of servers that listen can be counted. */
export const listenerName = 'callback-platform listener';

const channel = 'callback_commits';
/** Commits within this time are announced together, because each NOTIFY takes a lock of the whole database server. */
const gatherMs = 20;
/** A payload has at most 8,000 bytes: https://www.postgresql.org/docs/current/sql-notify.html */
const maxGathered = 100;
/** A half-open connection says nothing, so the listener asks whether it still listens. */
const defaultWatchMs = 10_000;
const defaultAnswerTimeoutMs = 4_000;
const reconnectMs = 500;
/** Commits are read again from this long before the last sign of the listener. Clocks of processes can differ by it. */
const overlapMs = 5_000;
const maxMissed = 1_000;

type Payload = { from: string; touched: Touched[] };

/**
 * Connects the processes that share a database. Notifications only make pages and the runner quick: both also poll, so a
 * lost one delays and does no harm.
 */
export function openAnnouncements(options: AnnouncementOptions): Announcements {
  const { connections, direct } = options;
  const { watchMs = defaultWatchMs, answerTimeoutMs = defaultAnswerTimeoutMs } = options;
  const self = randomUUID();
  const listeners = new Set<(touched: Touched) => void>();
  let gathered = new Map<string, Touched>();
  let gathering: NodeJS.Timeout | undefined;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let lastSeenAt = performance.now();
  let faultAt = 0;

  function send(): void {
    gathering = undefined;
    const touched = [...gathered.values()];
    gathered = new Map();
    for (let start = 0; start < touched.length; start += maxGathered) {
      const payload: Payload = { from: self, touched: touched.slice(start, start + maxGathered) };
      // Polling finds the commits of a notification that fails.
      connections.run('select pg_notify($1, $2)', [channel, JSON.stringify(payload)]).catch(() => {});
    }
  }

  function hear({ payload = '' }: pg.Notification): void {
    const { from, touched } = JSON.parse(payload) as Payload;
    lastSeenAt = performance.now();
    if (from !== self) for (const one of touched) tell(one);
  }

  function tell(touched: Touched): void {
    for (const listener of [...listeners]) listener(touched);
  }

  async function listen(): Promise<void> {
    const connecting = new pg.Client({
      ...direct.connection(),
      query_timeout: answerTimeoutMs,
      connectionTimeoutMillis: answerTimeoutMs,
      keepAlive: true,
      application_name: listenerName,
    });
    client = connecting;
    connecting.on('error', (error) => restart(connecting, error));
    connecting.on('notification', hear);
    await connecting.connect();
    await connecting.query(`listen ${channel}`);
    // Listening alone does not keep the process alive.
    (connecting as unknown as { unref(): void }).unref();
    await readMissed();
    schedule(watchMs, watch);
  }

  async function watch(): Promise<void> {
    const { rows = [] } = (await client?.query('select pg_listening_channels() as name')) ?? {};
    if (!rows.some(({ name }) => name === channel)) throw new Error('The connection listens no longer');
    lastSeenAt = performance.now();
    schedule(watchMs, watch);
  }

  function schedule(ms: number, run: () => Promise<void>): void {
    if (closed) return;
    const current = client;
    timer = setTimeout(() => run().catch((error: unknown) => restart(current, error)), ms);
    timer.unref();
  }

  function restart(failed: pg.Client | undefined, error: unknown): void {
    if (closed || (failed !== undefined && failed !== client)) return;
    report(error);
    clearTimeout(timer);
    drop();
    direct.tryNextHost();
    timer = setTimeout(start, reconnectMs);
    timer.unref();
  }

  function start(): void {
    listen().catch((error: unknown) => restart(client, error));
  }

  /** Closes the socket at once: a half-open connection would not answer a proper end. */
  function drop(): void {
    const dropped = client;
    client = undefined;
    dropped?.removeAllListeners('notification');
    (dropped as unknown as { connection?: { stream: { destroy(): void } } })?.connection?.stream.destroy();
  }

  function report(error: unknown): void {
    if (Date.now() - faultAt < 1_000) return;
    faultAt = Date.now();
    options.onFault?.(
      messageOf(error),
      'If DATABASE_URL leads to a pooler, set DATABASE_URL_DIRECT to the server itself; until then pages are up to 5 s late.',
    );
  }

  async function readMissed(): Promise<void> {
    // By the clock of the server, which this machine's may differ from.
    const silentSeconds = (performance.now() - lastSeenAt + overlapMs) / 1_000;
    const { rows } = await connections.run(
      `select request_id from callbacks
      where updated_at >= to_char((now() - make_interval(secs => $1)) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      order by updated_at desc limit $2`,
      [silentSeconds, maxMissed],
    );
    lastSeenAt = performance.now();
    for (const row of rows) tell({ callbackId: (row as { request_id: string }).request_id, armed: true });
  }

  start();
  return {
    announce(touched) {
      const before = gathered.get(touched.callbackId);
      gathered.set(touched.callbackId, { ...touched, armed: touched.armed || before?.armed === true });
      gathering ??= setTimeout(send, gatherMs);
    },
    onAnnounced(listener) {
      listeners.add(listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(gathering);
      if (gathered.size > 0) send();
      drop();
    },
  };
}
