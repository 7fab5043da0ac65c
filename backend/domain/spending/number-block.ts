/** A hundred neighbouring numbers, as they are rented and pumped together: the number without its last two digits. */
export function blockOf(e164: string): string {
  return e164.slice(0, -2);
}
