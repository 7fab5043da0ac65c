import type { Random } from '../../fakes/seeded-random.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';

/**
 * `rest`: the carrier's API does not answer, its webhooks arrive. `network`: neither. `texts`: only messages fail.
 * `credentials`: the API refuses the key.
 */
type OutageKind = 'rest' | 'network' | 'texts' | 'credentials';

export type Outages = {
  isOut(...kinds: OutageKind[]): boolean;
  /** Whether there was an outage between two instants of true time. */
  wasOut(from: number, to: number, ...kinds: OutageKind[]): boolean;
  stop(): void;
};

const minute = 60_000;

type Span = [number, number];

/** Time between two outages, and how long one lasts (ms). */
const courses: Record<OutageKind, { between: Span; lasting: Span }> = {
  rest: { between: [10 * minute, 80 * minute], lasting: [1 * minute, 15 * minute] },
  network: { between: [10 * minute, 120 * minute], lasting: [20_000, 5 * minute] },
  texts: { between: [40 * minute, 180 * minute], lasting: [15 * minute, 20 * minute] },
  credentials: { between: [30 * minute, 180 * minute], lasting: [1 * minute, 10 * minute] },
};

type Outage = { kind: OutageKind; from: number; to: number };

/** Outages at random times, until stopped. */
export function createOutages(clock: VirtualClock, random: Random): Outages {
  const all: Outage[] = [];
  let over = false;

  function schedule(kind: OutageKind): void {
    const { between, lasting } = courses[kind];
    clock.after(random.between(...between), () => {
      if (over) return;
      const from = clock.trueNow();
      all.push({ kind, from, to: from + random.between(...lasting) });
      schedule(kind);
    });
  }

  function wasOut(from: number, to: number, ...kinds: OutageKind[]): boolean {
    return all.some((outage) => kinds.includes(outage.kind) && outage.from <= to && outage.to >= from);
  }

  for (const kind of Object.keys(courses) as OutageKind[]) schedule(kind);
  return {
    isOut: (...kinds) => wasOut(clock.trueNow(), clock.trueNow(), ...kinds),
    wasOut,
    stop() {
      over = true;
      const now = clock.trueNow();
      for (const outage of all) outage.to = Math.min(outage.to, now - 1);
    },
  };
}
