import { Temporal } from 'temporal-polyfill';
import type { Calendar } from '../../ports/calendar.ts';

/** Wall-clock time by the IANA time zone database of this runtime. Throws `RangeError` for a zone it does not know. */
export function createCalendar(): Calendar {
  return { local, instant, addDays };
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
