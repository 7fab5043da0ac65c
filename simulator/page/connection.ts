import type { Snapshot } from '../control/snapshot.ts';
import type { TimelineEntry } from '../timeline.ts';
import { readEntries } from './read-entries.ts';
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
export function connect(client: SimulatorClient, listener: Listener): { lookAgain: () => void } {
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
