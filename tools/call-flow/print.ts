import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callFlowDocument } from './document.ts';

/** Writes docs/call-flow.md from the code. `--check` only compares, and exits with 1 when it is stale. */
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
const path = join(import.meta.dirname, '../../docs/call-flow.md');
const page = callFlowDocument();

if (!values.check) {
  await writeFile(path, page);
} else if ((await readFile(path, 'utf8')) !== page) {
  console.error('docs/call-flow.md is stale: run npm run call-flow');
  process.exitCode = 1;
}
