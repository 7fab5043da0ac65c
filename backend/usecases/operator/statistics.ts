import type { Amounts } from '../../domain/budget/charge.ts';
import { type Figures, figuresOf, type HourSum, percentile } from '../../domain/operator/figures.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { CallbackList } from '../../ports/operator/callback-list.ts';
import type { Statistics, TimeSum } from '../../ports/operator/statistics.ts';

type StatisticsPorts = { statistics: Statistics; callbackList: CallbackList; calendar: Calendar };

/** Seconds; undefined without a measured call. */
type Percentiles = { p50: number | undefined; p90: number | undefined };

export type SiteFigures = Figures & {
  last24h: number;
  needsYou: number;
  timeToAnswer: Percentiles;
  wait: Percentiles;
  /** By UTC day, because caps count so. */
  spentByDay: { startsAt: number; amounts: Amounts }[];
};

const dayMs = 86_400_000;
const quarterMs = 15 * 60_000;

/** Returns the figures of the callbacks created from `from` until `to`, by local time of the business. */
export async function siteFigures(
  { statistics, callbackList, calendar }: StatisticsPorts,
  site: { id: string; zone: string },
  period: { from: number; to: number; now: number },
): Promise<SiteFigures> {
  const { from, to, now } = period;
  const by = hasWholeHours(calendar, site.zone, period) ? 'hour' : 'quarter';
  const [sums, times, lastDay, needsYou, answers, waits, spentByDay] = await Promise.all([
    statistics.sums(site.id, from, to),
    statistics.sumsByTime(site.id, { from, to, by }),
    statistics.sums(site.id, now - dayMs, now + quarterMs),
    callbackList.count({ siteId: site.id, needsYou: true }),
    statistics.durations(site.id, 'answer', from, to),
    statistics.durations(site.id, 'wait', from, to),
    statistics.spentByDay(site.id, from, to),
  ]);
  return {
    ...figuresOf(sums, inLocalHours(calendar, site.zone, times)),
    last24h: lastDay.reduce((total, { callbacks }) => total + callbacks, 0),
    needsYou: needsYou.count,
    timeToAnswer: { p50: percentile(answers, 0.5), p90: percentile(answers, 0.9) },
    wait: { p50: percentile(waits, 0.5), p90: percentile(waits, 0.9) },
    spentByDay,
  };
}

const hourMs = 60 * 60_000;
/** Clocks change less often, and in the same way each year. */
const monthMs = 30 * dayMs;
const maxMonths = 14;

/** Whether local hours begin with those of UTC, as in most zones. Sums by the hour are a quarter as many then. */
function hasWholeHours(
  calendar: Calendar,
  zone: string,
  { from, to }: { from: number; to: number },
): boolean {
  const last = to - (to % hourMs);
  const months = Math.min(maxMonths, Math.ceil((to - from) / monthMs));
  const times = Array.from({ length: months + 1 }, (_, month) => last - month * monthMs);
  return times.every((at) => calendar.local(zone, at).minutes % 60 === 0);
}

/** Adds local day, weekday and hour to each sum. Each day is converted once, because a conversion is slow. */
function inLocalHours(calendar: Calendar, zone: string, sums: readonly TimeSum[]): HourSum[] {
  const hoursOf = createLocalDays(calendar, zone);
  return sums.map(({ startsAt, ...sum }) => ({ ...sum, ...hoursOf(startsAt) }));
}

type LocalHour = { day: string; weekday: number; hour: number };

function createLocalDays(calendar: Calendar, zone: string): (at: number) => LocalHour {
  let current: { from: number; to: number; day: string; weekday: number } | undefined;

  function dayOf(at: number) {
    if (current !== undefined && current.from <= at && at < current.to) return current;
    const { date: day, weekday } = calendar.local(zone, at);
    const from = calendar.instant(zone, day, 0);
    const to = calendar.instant(zone, calendar.addDays(day, 1), 0);
    current = { from, to, day, weekday };
    return current;
  }

  return (at) => {
    const { from, to, day, weekday } = dayOf(at);
    const isPlain = to - from === dayMs;
    const minutes = isPlain ? (at - from) / 60_000 : calendar.local(zone, at).minutes;
    return { day, weekday, hour: Math.floor(minutes / 60) };
  };
}
