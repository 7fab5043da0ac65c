// Direction marks can make a number read backwards; the joiners 200C and 200D are part of some scripts' spelling.
const unprintable = /[\p{Cs}\p{Co}\p{Cn}]|(?![\u200C\u200D])\p{Cf}/gu;
const breaks = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu;

/** What a stranger typed, as one line without control characters: it can no longer pose as a line of ours. */
export function oneLine(text: string): string {
  return text.normalize('NFC').replace(unprintable, '').replace(breaks, ' ').trim();
}

/** At most `length` characters; three dots stand for what was left out, because an ellipsis is not in GSM-7. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  return `${characters
    .slice(0, Math.max(0, length - 3))
    .join('')
    .trimEnd()}${'...'.slice(0, length)}`;
}
