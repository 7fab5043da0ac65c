import { globSync, readFileSync } from 'node:fs';
import { findStructureProblems } from './structure.ts';

/** Prints every breach of the structure that `layers.ts` and `structure.ts` describe; exits with 1 if there is one. */
const exclude = ['**/node_modules/**', 'dist/**'];
const paths = globSync(
  '{backend,bench,contract,frontend,languages,scripts,simulator,test,tools}/**/*.{ts,tsx}',
  {
    exclude,
  },
);
const problems = findStructureProblems(paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
