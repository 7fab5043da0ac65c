/** Writes to the console of the page, where the website's owner looks. */
export function tellOwner(text: string, level: 'info' | 'warn' = 'warn'): void {
  console[level](`[callback] ${text}`);
}

/** Says why scripts of the widget may not load. */
export function tellNotLoaded(base: string): void {
  tellOwner(`Nothing loads from ${base}. Is it running, and in script-src of this page's policy?`);
}
