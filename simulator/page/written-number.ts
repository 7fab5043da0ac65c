/** A phone number as people write it; addresses of other kinds stay as they are. */
export function writtenNumber(number: string): string {
  const [, area, office, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return area ? `+1 ${area} ${office} ${line}` : number;
}
