/** The host that browsers may fill a code in on by themselves; they do so on https only. */
export function pageHostOf(frontendUrl: string): string | undefined {
  return frontendUrl.startsWith('https:') ? new URL(frontendUrl).host : undefined;
}
