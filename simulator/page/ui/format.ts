function pad(number: number, digits = 2): string {
  return String(number).padStart(digits, '0');
}

/** Minutes and seconds, such as 1:07. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

/** Local time of day of an ISO 8601 time, to the millisecond. */
export function exactTime(iso: string): string {
  const at = new Date(iso);
  return `${timeOfDay(iso)}:${pad(at.getSeconds())}.${pad(at.getMilliseconds(), 3)}`;
}

/** Local time of day of an ISO 8601 time, to the minute. */
export function timeOfDay(iso: string): string {
  const at = new Date(iso);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** Formats a North American number for reading. Returns other addresses unchanged. */
export function formatPhone(number: string): string {
  const [, area, office, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return area ? `+1 ${area} ${office} ${line}` : number;
}
