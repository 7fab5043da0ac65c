/** Masks a phone number for the log: enough digits stay to tell two numbers apart, too few to call one. */
export function maskPhone(number: string): string {
  const [head, tail] = shown(number.length);
  return `${number.slice(0, head)}•••${number.slice(number.length - tail)}`;
}

/** How many characters stay at the beginning and at the end. At least three digits are hidden. */
function shown(length: number): [number, number] {
  if (length >= 12) return [5, 4];
  return length >= 8 ? [3, 2] : [0, 0];
}

// In a query, a plus sign is %2B. The shortest E.164 number has seven digits, country code included.
const written = /(\+|%2B)\d{7,15}/gi;

/** Masks every E.164 number within a string. */
export function maskPhones(text: string): string {
  return text.replace(written, (number, plus: string) => maskPhone(`+${number.slice(plus.length)}`));
}

/**
 * The number without its last two digits: the block of a hundred numbers that it belongs to. Attackers who earn from
 * SMS rent such blocks.
 */
export function numberBlock(e164: string): string {
  return e164.slice(0, -2);
}

/** The beginning of a number that names its country and area, such as +1201 or +4474. */
export function numberArea(e164: string): string {
  return e164.slice(0, 5);
}
