// Direction marks can make a number read backwards. The joiners 200C and 200D stay: some scripts need them.
const unprintable = /[\p{Cs}\p{Co}\p{Cn}]|(?![\u200C\u200D])\p{Cf}/gu;
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu;

/** Turns a visitor's input into one line without control characters, so that it cannot imitate other lines. */
export function oneLine(text: string): string {
  return text.normalize('NFC').replace(unprintable, '').replace(breaks, ' ').trim();
}

/** Cuts to at most `length` characters, with three dots at the end: an ellipsis character is not in GSM-7. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  return `${characters
    .slice(0, Math.max(0, length - 3))
    .join('')
    .trimEnd()}${'...'.slice(0, length)}`;
}
