import { signal } from '@preact/signals';

/** The time zone of the business. Known after the first figures; until then that of the browser. */
export const zone = signal(Intl.DateTimeFormat().resolvedOptions().timeZone);

let offsetMs = 0;

/** Learns the server's time, because the clock of an operator's machine can be wrong. */
export function syncClock(serverTime: string): void {
  offsetMs = Date.parse(serverTime) - Date.now();
}

export function serverNow(): number {
  return Date.now() + offsetMs;
}

const slowTickMs = 15_000;

/** The server's time in steps, so that relative times are drawn again only now and then. */
export const slowNow = signal(serverNow());

/** The server's time in seconds, for running clocks. It stands still while no clock is shown. */
export const fastNow = signal(serverNow());

export function startClock(): void {
  setInterval(tickNow, slowTickMs);
}

export function tickNow(): void {
  slowNow.value = serverNow();
}

/** Runs the clock of seconds until the returned function is called. */
export function runFastClock(): () => void {
  fastNow.value = serverNow();
  const timer = setInterval(() => {
    fastNow.value = serverNow();
  }, 1_000);
  return () => clearInterval(timer);
}
