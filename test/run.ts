import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { reportTests } from './runner/report.ts';
import { findTestGroups, needsPostgres, writeGroupEntry } from './runner/test-groups.ts';
import { serverVariable, startPostgresServer } from './support/postgres/server.ts';

/**
 * Runs the tests: all of them, or those in the files, folders and patterns given. `--quick` leaves out those that need
 * a browser, a server of their own or minutes.
 */
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' } },
  allowPositionals: true,
});
const groupTimeoutMs = 900_000;
/** Many tests wait for a timer or a process, so twice as many groups as cores keep the cores busy. */
const concurrency = 2 * availableParallelism();

// Each group and most programs that it starts load the same modules: https://nodejs.org/api/module.html#module-compile-cache
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/compiled');

const entries = mkdtempSync(join(tmpdir(), 'callback-tests-'));
process.on('exit', () => rmSync(entries, { recursive: true }));
const found = findTestGroups(positionals, { quick: values.quick === true });
if (found.some(needsPostgres)) process.env[serverVariable] ??= await startPostgresServer();
const groups = new Map(found.map((group) => [writeGroupEntry(group, entries), group]));

const tests = run({
  files: [...groups.keys()],
  concurrency,
  timeout: groupTimeoutMs,
});
reportTests(tests, groups);
