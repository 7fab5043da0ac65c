/** A phone number as it may stand in a log: enough to tell two apart, too little to call. */
export function maskPhone(number: string): string {
  const [head, tail] = shown(number.length);
  return `${number.slice(0, head)}•••${number.slice(number.length - tail)}`;
}

/** How many characters stay at the beginning and at the end; three digits at least are hidden. */
function shown(length: number): [number, number] {
  if (length >= 12) return [5, 4];
  return length >= 8 ? [3, 2] : [0, 0];
}

// A plus sign becomes %2B in a query; seven digits make the shortest number that E.164 knows with its country code.
const written = /(\+|%2B)\d{7,15}/gi;

/** The same for every number in E.164 form within a text. */
export function maskPhones(text: string): string {
  return text.replace(written, (number, plus: string) => maskPhone(`+${number.slice(plus.length)}`));
}

/** A hundred neighbouring numbers, as they are rented and pumped together: the number without its last two digits. */
export function numberBlock(e164: string): string {
  return e164.slice(0, -2);
}
