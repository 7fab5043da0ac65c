import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGaps } from '../../languages/find-gaps.ts';
import { languageCodes } from '../../languages/languages.ts';

/**
 * Prints what each language lacks, or only those named as arguments; exits with 1 if one lacks anything. A language
 * needs a file only, which may be `{}` at first.
 */
const folder = join(import.meta.dirname, '../../languages');
const named = process.argv.slice(2);
const english = readWords('en');

for (const language of named.length > 0 ? named : languageCodes) {
  const gaps = findGaps(english, readWords(language), language);
  for (const { path, problem, english: said } of gaps)
    console.log(`languages/${language}.json: ${path} ${problem}${said === '' ? '' : `   ${said}`}`);
  if (gaps.length > 0) process.exitCode = 1;
}

function readWords(language: string): object {
  return JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
}
