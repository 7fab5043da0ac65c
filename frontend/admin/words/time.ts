const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const language = 'en';
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** Returns a time as a distance from now, such as "5 minutes ago". */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < minuteMs) return distance > 0 ? 'in a moment' : 'just now';
  if (size < hourMs) return relative.format(Math.trunc(distance / minuteMs), 'minute');
  if (size < dayMs) return relative.format(Math.trunc(distance / hourMs), 'hour');
  if (size < 30 * dayMs) return relative.format(Math.trunc(distance / dayMs), 'day');
  return relative.format(Math.trunc(distance / (30 * dayMs)), 'month');
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
  formats.set(key, known);
  return known;
}

/** Returns a time with its date in the business's zone, such as "Fri, Nov 27, 2026, 3:04:05 PM EST". */
export function absoluteTime(at: string, zone: string): string {
  return formatIn(zone, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at));
}

/** Returns a short date and time in the zone of the business, such as "Nov 27, 3:04 PM". */
export function shortTime(at: string, zone: string): string {
  return formatIn(zone, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(
    new Date(at),
  );
}

/** Returns a time with seconds, such as "3:04:05 PM". */
export function clockTime(at: string, zone: string): string {
  return formatIn(zone, { hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(new Date(at));
}

/** Returns a duration as a running clock: 0:24, or 1:02:03. */
export function runningClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours = 0, ...rest] = parts;
  const shown = hours > 0 ? [hours, ...rest] : rest;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** Returns a duration in its largest unit: "8 s", "3 min", "2 h". */
export function shortDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
