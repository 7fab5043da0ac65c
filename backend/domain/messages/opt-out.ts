import { courtesyWords, startWords, stopWords } from './opt-out-words.ts';

/**
 * Reads a keyword that opts out or in. The keyword can be spelled in any case and spacing, with accents, punctuation
 * and emoji, and with courtesies around it. Within a sentence it is no keyword: "please stop by at five".
 */
export function readOptOut(body: string): 'stop' | 'start' | undefined {
  const words = wordsOf(body.replace(phoneSignature, ''));
  return readKeyword(words) ?? readKeyword(withoutCourtesies(words));
}

function readKeyword(words: readonly string[]): 'stop' | 'start' | undefined {
  if (words.length > 0 && words.every((word) => stops.has(word))) return 'stop';
  const joined = words.join('').replace(courtesiesWithoutSpaces, '');
  if (stops.has(joined)) return 'stop';
  return starts.has(joined) ? 'start' : undefined;
}

const phoneSignature =
  /\n\s*(?:sent from my|get outlook for|envoyé de mon|enviado desde mi|von meinem)\b.*$/isu;

/** Lower case without accents, marks and invisible characters, in the same way for keywords and messages. */
function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}\p{Lm}]/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Keywords count without their spaces, so that "S T O P", "opt-out" and "OptOut" are found. */
function joinedWords(phrases: readonly string[]): ReadonlySet<string> {
  return new Set(phrases.map((phrase) => wordsOf(phrase).join('')));
}

const stops = joinedWords(stopWords);
const starts = joinedWords(startWords);
const courtesies = courtesyWords.map(wordsOf).sort((a, b) => b.length - a.length);

/** Chinese, Japanese and Thai have no spaces between words. */
const unspaced = courtesies
  .map((courtesy) => courtesy.join(''))
  .filter((courtesy) => /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Hang}]+$/u.test(courtesy))
  .join('|');
const courtesiesWithoutSpaces = new RegExp(`^(?:${unspaced})+|(?:${unspaced})+$`, 'gu');

/** Removes courtesies from both ends. A message of courtesies only becomes empty. */
function withoutCourtesies(words: readonly string[]): readonly string[] {
  const first = courtesies.find((courtesy) => courtesy.every((word, index) => words[index] === word));
  if (words.length > 0 && first !== undefined) return withoutCourtesies(words.slice(first.length));
  const last = courtesies.find((courtesy) =>
    courtesy.every((word, index) => words[words.length - courtesy.length + index] === word),
  );
  return words.length > 0 && last !== undefined ? withoutCourtesies(words.slice(0, -last.length)) : words;
}
