const on = new URLSearchParams(location.search).has('debug');

/** With `?debug` in the address: what changed, for the console. Never pass codes, numbers or ids. */
export function debug(what: string, facts: Record<string, string | number | null> = {}): void {
  if (on) console.info(`[callback] ${what}`, facts);
}
