/** Codes of one area (the beginning of phone numbers) in the last hour. */
export type AreaTurnout = {
  area: string;
  /** Codes that visitors had time to enter, and how many of them were entered. */
  settled: number;
  entered: number;
  /** Codes that are still on their way or being typed. */
  fresh: number;
};

/** Time in which an honest visitor enters a code. */
export const entryMs = 120_000;

/** Where codes are not entered: an attack, or an area that pays for text messages. */
export type Alarm = { isRaised: boolean; areas: ReadonlySet<string> };

/** Fewer codes than `sample` say nothing. Below `leastShare` entered codes, or above the fresh ones, the alarm is raised. */
type AlarmRule = { sample: number; leastShare: number };

const wholeRule: AlarmRule = { sample: 30, leastShare: 0.25 };
const areaRule: AlarmRule = { sample: 15, leastShare: 0.2 };

/**
 * Raises the alarm for single areas first. Their codes then do not count for the whole: an attack on one country's
 * numbers must not restrict the others.
 */
export function raiseAlarm(turnout: readonly AreaTurnout[]): Alarm {
  const alarmed = turnout.filter((area) => isBad(area, areaRule));
  const others = turnout.filter((area) => !alarmed.includes(area));
  return { isRaised: isBad(sum(others), wholeRule), areas: new Set(alarmed.map(({ area }) => area)) };
}

function isBad(
  { settled, entered, fresh }: Omit<AreaTurnout, 'area'>,
  { sample, leastShare }: AlarmRule,
): boolean {
  const tooManyFresh = fresh > sample + 3 * entered;
  return tooManyFresh || (settled >= sample && entered < leastShare * settled);
}

function sum(areas: readonly AreaTurnout[]): Omit<AreaTurnout, 'area'> {
  return areas.reduce(
    (total, area) => ({
      settled: total.settled + area.settled,
      entered: total.entered + area.entered,
      fresh: total.fresh + area.fresh,
    }),
    { settled: 0, entered: 0, fresh: 0 },
  );
}
