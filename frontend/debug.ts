const isOn = new URLSearchParams(location.search).has('debug');

/** Logs a change to the console if the address has `?debug`. Never pass codes, phone numbers or ids. */
export function debug(event: string, facts: Record<string, string> = {}): void {
  if (isOn) console.info(`[callback] ${event}`, facts);
}
