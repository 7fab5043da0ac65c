import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import { startServer } from './server-process.ts';

/** What reached the carrier, and when, by the clock all processes share. */
export type Arrival =
  | { kind: 'text'; at: number; to: string; body: string }
  | { kind: 'call'; at: number; reason: string; sid: string; url: string };

export type CallArrival = Extract<Arrival, { kind: 'call' }>;

export type Carrier = {
  url: string;
  /** How many texts have come so far. */
  texts(): number;
  /** The digits of the latest text to a number, as its owner would read them; waits for it. */
  codeFor(phone: string): Promise<string>;
  /** The call that a request brought about, by its reference; waits for it. */
  callFor(reference: string): Promise<CallArrival>;
  stop(): Promise<void>;
};

/** Longer than anything here may take: what has not come by then never will. */
const patience = 30_000;

/** Starts the carrier's stub in a process of its own. */
export async function startCarrier(logFile: string): Promise<Carrier> {
  const port = await freePort();
  const server = await startServer({
    file: 'bench/actors/carrier-stub.ts',
    args: [String(port)],
    url: `http://127.0.0.1:${port}`,
    health: '/health',
    logFile,
    talks: true,
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

/** Holds what came until somebody asks for it, and whoever asks until it comes. */
function createMailbox<Letter>() {
  const letters = new Map<string, Letter>();
  const waiting = new Map<string, (letter: Letter) => void>();
  return {
    put(key: string, letter: Letter): void {
      letters.set(key, letter);
      waiting.get(key)?.(letter);
    },
    take(key: string): Promise<Letter> {
      const letter = letters.get(key);
      if (letter !== undefined) return Promise.resolve(letter);
      return new Promise((resolve, reject) => {
        const giveUp = setTimeout(() => reject(new Error(`Nothing came for ${key}.`)), patience);
        waiting.set(key, (arrived) => {
          clearTimeout(giveUp);
          waiting.delete(key);
          resolve(arrived);
        });
      });
    },
  };
}
