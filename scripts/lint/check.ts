import { globSync, readFileSync } from 'node:fs';
import { findStructureProblems } from './structure.ts';
import { findWordProblems } from './words.ts';

/** Prints every breach of the rules for structure and words; exits with 1 if there is one. */
const exclude = ['**/node_modules/**', 'dist/**'];
const paths = globSync(
  '{backend,bench,contract,frontend,languages,scripts,simulator,test,tools}/**/*.{ts,tsx}',
  { exclude },
);
const sources = paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const problems = [...findStructureProblems(sources), ...findWordProblems(sources)];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
