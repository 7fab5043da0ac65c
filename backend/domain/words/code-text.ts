import { smsSize } from '../sms-segments.ts';
import { oneLine, shorten } from './one-line.ts';
import type { TextWords } from './text-words.ts';

const nameLengths = [60, 40, 30, 20, 12];

/**
 * The text that carries the six digits; one segment unless host and business name leave no room. Its last line binds
 * the code to the page's host, so that a browser may fill it in there and nowhere else:
 * https://wicg.github.io/sms-one-time-codes/
 */
export function codeText(
  words: TextWords,
  code: { business: string; digits: string; host: string | undefined },
): string {
  const name = oneLine(code.business);
  const bound = code.host === undefined ? '' : `\n\n@${code.host} #${code.digits}`;
  const sentences = [words.code, words.shortCode].flatMap((sentence) =>
    nameLengths.map((length) => `${sentence(shorten(name, length), code.digits)}${bound}`),
  );
  return sentences.find((text) => smsSize(text).segments === 1) ?? sentences.at(-1) ?? '';
}
