import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../../ports/calendar.ts';
import type { Holidays } from './holidays.ts';

/** Converts wall-clock times by the runtime's IANA time zone database. Throws `RangeError` for an unknown zone. */
export function createCalendar({ holidays }: { holidays?: Holidays } = {}): Calendar {
  return {
    local,
    instant,
    addDays,
    isPublicHoliday: (region, date) => holidays?.get(region)?.has(date) === true,
  };
}

function local(zone: string, at: number) {
  const time = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  return {
    date: time.toPlainDate().toString(),
    weekday: time.dayOfWeek,
    minutes: time.hour * 60 + time.minute,
  };
}

function instant(zone: string, date: string, minutes: number): number {
  const midnight = Temporal.PlainDate.from(date);
  const wall = midnight.toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  const time = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const skipped = !time.toPlainDateTime().equals(wall);
  const end = skipped ? time.getTimeZoneTransition('next') : time;
  return (end ?? time).epochMilliseconds;
}

function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
