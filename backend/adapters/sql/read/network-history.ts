import {
  dayMs,
  hourMs,
  type NetworkLevel,
  type NetworkRecord,
} from '../../../domain/admission/network-standing.ts';
import { type AreaTurnout, entryMs } from '../../../domain/admission/turnout.ts';
import type { AdmissionHistory } from '../../../ports/store/admission-history.ts';
import type { Engine } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';

type NetworkHistory = Pick<AdmissionHistory, 'networkRecord' | 'unenteredBy' | 'turnout'>;

/** Age up to which a turnout is reused (ms). Reading it costs more than the other checks of a request together. */
const turnoutLifetimeMs = 5_000;

/** Creates the reads that tell whether networks and areas enter the codes they get. */
export function createNetworkHistory(engine: Engine): NetworkHistory {
  let latest: { at: number; turnout: Promise<AreaTurnout[]> } | undefined;
  return {
    networkRecord: (level, network, at) => readRecord(engine, level, network, at),
    async unenteredBy(level, network, since) {
      const rows = await engine.read(unenteredTimes[level](engine, { network, since: toInstant(since) }));
      return rows.map(({ at }) => fromInstant(at));
    },
    turnout(at) {
      if (latest === undefined || at < latest.at || at - latest.at >= turnoutLifetimeMs) {
        const turnout = readTurnout(engine, at);
        latest = { at, turnout };
        // The next request reads again after a fault.
        turnout.catch(() => {
          latest = undefined;
        });
      }
      return latest.turnout;
    },
  };
}

const columns = { near: 'network', wide: 'wide_network' } as const;

const recordOf = { near: recordQuery('near'), wide: recordQuery('wide') };

/** Reads the network's codes of the day once, from the index alone. */
function recordQuery(level: NetworkLevel) {
  return prepared<
    { network: string; hour: Instant; day: Instant },
    Record<keyof NetworkRecord, number | null>
  >(({ db }, { network, hour, day }) =>
    db
      .selectFrom('verification_codes')
      .select((eb) => [
        eb.fn
          .sum<number>(
            eb
              .case()
              .when(eb.and([eb('entered_at', 'is', null), eb('sent_at', '>', hour)]))
              .then(eb.lit(1))
              .else(eb.lit(0))
              .end(),
          )
          .as('unenteredInHour'),
        eb.fn
          .sum<number>(eb.case().when('entered_at', 'is', null).then(eb.lit(1)).else(eb.lit(0)).end())
          .as('unenteredInDay'),
        eb.fn.count<number>('entered_at').as('enteredInDay'),
      ])
      .where(columns[level], '=', network)
      .where('sent_at', '>', day)
      .where('delivery', '!=', 'blocked'),
  );
}

async function readRecord(
  engine: Engine,
  level: NetworkLevel,
  network: string,
  at: number,
): Promise<NetworkRecord> {
  const [hour, day] = [toInstant(at - hourMs), toInstant(at - dayMs)];
  const [row] = await engine.read(recordOf[level](engine, { network, hour, day }));
  return {
    unenteredInHour: Number(row?.unenteredInHour ?? 0),
    unenteredInDay: Number(row?.unenteredInDay ?? 0),
    enteredInDay: Number(row?.enteredInDay ?? 0),
  };
}

const unenteredTimes = { near: unenteredQuery('near'), wide: unenteredQuery('wide') };

function unenteredQuery(level: NetworkLevel) {
  return prepared<{ network: string; since: Instant }, { at: Instant }>(({ db }, { network, since }) =>
    db
      .selectFrom('verification_codes')
      .select('sent_at as at')
      .where(columns[level], '=', network)
      .where('sent_at', '>', since)
      .where('entered_at', 'is', null)
      .where('delivery', '!=', 'blocked')
      .orderBy('sent_at', 'desc'),
  );
}

type AreaRow = { area: string | null; isFresh: number; codes: number; entered: number };

const turnoutByArea = prepared<{ hour: Instant; fresh: Instant }, AreaRow>(({ db }, { hour, fresh }) =>
  db
    .selectFrom('verification_codes')
    .select((eb) => [
      'area',
      eb.case().when('sent_at', '>', fresh).then(eb.lit(1)).else(eb.lit(0)).end().as('isFresh'),
      eb.fn.countAll<number>().as('codes'),
      eb.fn.count<number>('entered_at').as('entered'),
    ])
    .where('sent_at', '>', hour)
    .where('withheld', '=', 0)
    .where('delivery', '!=', 'blocked')
    .groupBy(['area', 'isFresh']),
);

/** A code that is entered early counts at once; one that is not gets time. */
async function readTurnout(engine: Engine, at: number): Promise<AreaTurnout[]> {
  const times = { hour: toInstant(at - hourMs), fresh: toInstant(at - entryMs) };
  const rows = await engine.read(turnoutByArea(engine, times));
  const areas = new Map<string, AreaTurnout>();
  for (const row of rows) {
    const area = row.area ?? '';
    const known = areas.get(area) ?? { area, settled: 0, entered: 0, fresh: 0 };
    const [codes, entered] = [Number(row.codes), Number(row.entered)];
    const settled = row.isFresh === 1 ? entered : codes;
    areas.set(area, {
      area,
      settled: known.settled + settled,
      entered: known.entered + entered,
      fresh: known.fresh + codes - settled,
    });
  }
  return [...areas.values()];
}
