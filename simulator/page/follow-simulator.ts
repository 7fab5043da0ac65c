import type { Snapshot } from '../control/snapshot.ts';
import type { TimelineEntry } from '../timeline.ts';
import type { SimulatorClient } from './simulator-client.ts';

export type Listener = {
  /** The simulator was started anew: what was shown is of another world. */
  onNewRun(): void;
  onDesk(desk: Snapshot): void;
  onEntries(entries: TimelineEntry[]): void;
  onState(state: 'connected' | 'lost'): void;
};

const retryMs = 1_000;
/** Scripts and faults can change without an entry in the timeline: another page may do it. */
const lookAgainMs = 2_000;
const earlierEntries = 400;
const togetherMs = 40;

function pause(ms: number) {
  return new Promise<void>((resolve) => setTimeout(resolve, ms));
}

/** Keeps the page in step with the simulator for as long as it is open, through restarts too. */
export function followSimulator(client: SimulatorClient, listener: Listener): { lookAgain: () => void } {
  let run = '';
  let seen = 0;
  let stale = false;
  let looking = false;

  const show = (desk: Snapshot) => {
    if (desk.run === run) listener.onDesk(desk);
  };

  const look = async () => {
    stale = true;
    if (looking) return;
    looking = true;
    while (stale) {
      await pause(togetherMs);
      stale = false;
      const desk = await client.desk();
      if (desk.ok) show(desk.body);
    }
    looking = false;
  };

  const begin = (desk: Snapshot) => {
    if (desk.run !== run) {
      run = desk.run;
      seen = Math.max(0, desk.lastSeq - earlierEntries);
      listener.onNewRun();
    }
    listener.onState('connected');
    show(desk);
  };

  const readOn = async () => {
    const { body } = await fetch(`simulator/events?after=${seen}`);
    if (!body) return;
    for await (const entries of readEntries(body)) {
      seen = entries.at(-1)?.seq ?? seen;
      listener.onEntries(entries);
      void look();
    }
  };

  const keepOn = async () => {
    for (;;) {
      const desk = await client.desk();
      if (desk.ok) {
        begin(desk.body);
        await readOn().catch(() => {});
      }
      listener.onState('lost');
      await pause(retryMs);
    }
  };

  void keepOn();
  setInterval(() => void look(), lookAgainMs);
  return { lookAgain: () => void look() };
}

function entryOf(event: string): TimelineEntry[] {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  return data === undefined ? [] : [JSON.parse(data.slice('data: '.length))];
}

/** The entries of a stream of server-sent events, as they arrive together. Ends when the stream does. */
async function* readEntries(stream: ReadableStream<Uint8Array>): AsyncGenerator<TimelineEntry[]> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    const entries = events.flatMap(entryOf);
    if (entries.length > 0) yield entries;
  }
}
