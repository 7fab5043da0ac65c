import { parseSync } from 'oxc-parser';
import type { Source } from './structure.ts';

/** Words without a named subject; CONTRIBUTING.md says what to write instead. */
const vague =
  /\b(?:whoever|whomever|whatever|nobody|somebody|anybody|somewhere|somehow|something|of ours|of theirs|the same again|in vain|what (?:be)?(?:came|comes) of)\b/gi;
const maxWordsInSentence = 20;
const maxTitleLength = 80;
const titlePattern =
  /^ *test(?:\.\w+)?\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)/gm;

/** A comment, or the lines of several that follow each other. */
type Comment = { start: number; end: number; isLine: boolean; text: string };

/**
 * Returns what breaks the rules for words, one line each: `path:line what is wrong`. The rules: comments and titles
 * have no vague words. A sentence of a comment has at most 20 words, a title at most 80 characters.
 */
export function findWordProblems(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => [...commentProblems(source), ...titleProblems(source)]);
}

function commentProblems({ path, text }: Source): string[] {
  return commentsOf(path, text).flatMap(({ start, text: words }) => {
    const place = `${path}:${lineAt(text, start)}`;
    return [
      ...vagueWords(place, words),
      ...words
        .split(/(?<=[.:;?!])\s+/)
        .filter((sentence) => sentence.split(' ').length > maxWordsInSentence)
        .map((sentence) => `${place} a sentence has over ${maxWordsInSentence} words: ${sentence}`),
    ];
  });
}

function titleProblems({ path, text }: Source): string[] {
  if (!/\.test\.tsx?$/.test(path)) return [];
  return Array.from(text.matchAll(titlePattern)).flatMap(({ index, 1: plain, 2: quoted, 3: template }) => {
    const title = plain ?? quoted ?? template ?? '';
    const place = `${path}:${lineAt(text, index)}`;
    const { length } = title.replace(/\$\{[^}]*\}/g, '…');
    const tooLong = `${place} a title has ${length} characters, at most ${maxTitleLength}: ${title}`;
    return [...vagueWords(place, title), ...(length > maxTitleLength ? [tooLong] : [])];
  });
}

function vagueWords(place: string, words: string): string[] {
  return Array.from(words.matchAll(vague), ([word]) => `${place} names no subject: "${word}" in: ${words}`);
}

function commentsOf(path: string, text: string): Comment[] {
  const joined: Comment[] = [];
  for (const { type, start, end, value } of parseSync(path, text).comments) {
    const isLine = type === 'Line';
    const last = joined.at(-1);
    const words = value
      .replace(/^\s*\*+/gm, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    if (last?.isLine && isLine && /^\n *$/.test(text.slice(last.end, start)))
      joined.splice(-1, 1, { ...last, end, text: `${last.text} ${words}` });
    else joined.push({ start, end, isLine, text: words });
  }
  return joined;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
