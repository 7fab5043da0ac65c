import { availableParallelism } from 'node:os';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { reportTests } from './runner/report.ts';
import { findTestGroups, writeGroupEntry } from './runner/test-groups.ts';

/**
 * Runs the tests: all of them, or those in the files, folders and patterns given. `--quick` leaves out whatever needs
 * a browser, a server of its own or minutes.
 */
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' } },
  allowPositionals: true,
});
const groups = new Map(
  findTestGroups(positionals, { quick: values.quick === true }).map((group) => [
    writeGroupEntry(group),
    group,
  ]),
);
const groupTimeoutMs = 900_000;

const tests = run({
  files: [...groups.keys()],
  concurrency: availableParallelism(),
  timeout: groupTimeoutMs,
});
reportTests(tests, groups);
