import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import { startServer } from './server-process.ts';

/** A request that reached the carrier. `at` is on the clock that all processes share. */
export type Arrival =
  | { kind: 'text'; at: number; to: string; body: string }
  | { kind: 'call'; at: number; reason: string; sid: string; url: string };

export type CallArrival = Extract<Arrival, { kind: 'call' }>;

export type Carrier = {
  url: string;
  /** Number of text messages so far. */
  texts(): number;
  /** Waits for the code of the latest text message to a number. */
  codeFor(phone: string): Promise<string>;
  /** Waits for the call of the callback with this reference. */
  callFor(reference: string): Promise<CallArrival>;
  stop(): Promise<void>;
};

/** Much longer than any request takes. */
const arrivalTimeoutMs = 30_000;

/** Starts the carrier stub in its own process. */
export async function startCarrier(logFile: string): Promise<Carrier> {
  const port = await freePort();
  const server = await startServer({
    file: 'bench/actors/carrier-stub.ts',
    args: [String(port)],
    url: `http://127.0.0.1:${port}`,
    health: '/health',
    logFile,
    hasChannel: true,
  });
  const codes = createMailbox<string>();
  const calls = createMailbox<CallArrival>();
  let texts = 0;
  server.process.on('message', (arrival: Arrival) => {
    if (arrival.kind === 'call') return calls.put(arrival.reason, arrival);
    texts += 1;
    codes.put(arrival.to, /\b\d{6}\b/.exec(arrival.body)?.[0] ?? '');
  });
  return {
    url: server.url,
    texts: () => texts,
    codeFor: codes.take,
    callFor: calls.take,
    stop: server.stop,
  };
}

/** Keeps the newest item of each key; `take` waits until there is one. */
function createMailbox<Item>() {
  const items = new Map<string, Item>();
  const waiting = new Map<string, (item: Item) => void>();
  return {
    put(key: string, item: Item): void {
      items.set(key, item);
      waiting.get(key)?.(item);
    },
    take(key: string): Promise<Item> {
      const item = items.get(key);
      if (item !== undefined) return Promise.resolve(item);
      return new Promise((resolve, reject) => {
        const timeout = setTimeout(() => reject(new Error(`Nothing arrived for ${key}.`)), arrivalTimeoutMs);
        waiting.set(key, (arrived) => {
          clearTimeout(timeout);
          waiting.delete(key);
          resolve(arrived);
        });
      });
    },
  };
}
