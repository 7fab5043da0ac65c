import { Temporal } from 'temporal-polyfill';
import type { Language } from '../../../languages/languages.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { Holidays } from './holidays.ts';

/** Converts wall-clock times by the runtime's IANA time zone database. Throws `RangeError` for an unknown zone. */
export function createCalendar({ holidays }: { holidays?: Holidays } = {}): Calendar {
  return {
    local,
    write,
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

function write(zone: string, at: number, language: Language): string {
  const text = formatOf(zone, language).format(at).replace(/[,،]/g, '').replace(/\s/gu, ' ');
  return zone === 'UTC' ? `${text} UTC` : text;
}

/** Creating one costs a hundred times as much as using it. Zones are those of the sites. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The 24 hours, digits and spaces of SMS: an SMS with a narrow space has room for 70 characters only. */
function formatOf(zone: string, language: Language): Intl.DateTimeFormat {
  const key = `${zone} ${language}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    numberingSystem: 'latn',
  });
  formats.set(key, format);
  return format;
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
