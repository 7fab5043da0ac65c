// The page loads this file before the first click, so it has no imports and stays small.

/**
 * Converts every decimal digit of any script to 0–9, and full-width characters to plain ones. Removes invisible
 * characters and marks.
 */
export function plainDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?![\t\n\r])[\p{C}\p{M}]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => `${digitValue(digit)}`);
}

/** Unicode lists the digits of a script in order from zero, in blocks of ten: https://www.unicode.org/reports/tr44/ */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(point - before - 1))) before += 1;
  return before % 10;
}

/** Returns a code as it was sent: without separators, such as spaces and hyphens. */
export function readCode(text: string): string {
  return plainDigits(text).replace(/[\p{Z}\p{P}\p{S}\s]/gu, '');
}
