import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { type EventData, run } from 'node:test';
import { inspect } from 'node:util';
import colors from 'picocolors';

/**
 * Runs the tests: all of them, or those in the files, folders and patterns given. Prints a line for each file, failures in
 * full, and last `N passed, N failed`. Exits with 1 when anything failed or nothing ran.
 */
const everywhere = ['backend', 'contract', 'frontend', 'simulator', 'test', 'bench', 'tools'];
const longestFile = 600_000;

const root = process.cwd();
const spoken = new Map<string, string[]>();

function seconds(ms: number) {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function note({ file, message }: EventData.TestStdout | EventData.TestStderr): void {
  const key = file ?? '';
  spoken.set(key, [...(spoken.get(key) ?? []), message]);
}

function printSpoken(file: string): void {
  for (const message of spoken.get(file) ?? []) process.stdout.write(message);
  spoken.delete(file);
}

function printFile({ counts, file, success, duration_ms: ms }: EventData.TestSummary): void {
  if (file === undefined) return;
  const mark = success ? colors.green('✔') : colors.red('✖');
  const skipped = counts.skipped + counts.todo;
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${mark} ${relative(root, file)} ${colors.dim(`${counts.tests}${tail}, ${seconds(ms)}`)}`);
  if (success) spoken.delete(file);
  else printSpoken(file);
}

/** A file that fails as a whole has printed why; a failed test has its own error. */
function printFailure({ name, file, line, details }: EventData.TestFail): void {
  const { error } = details;
  if ('failureType' in error && error.failureType === 'subtestsFailed') return;
  const where = file === undefined || name === file ? '' : ` ${relative(root, file)}:${line ?? 1}`;
  console.log(`${colors.red('✖')} ${colors.bold(name)}${colors.dim(where)}`);
  console.log(inspect(error.cause ?? error, { colors: colors.isColorSupported, depth: 8 }), '\n');
  if (name === file) printSpoken(file);
}

/** Reasons of skipped tests, printed above the totals. */
const leftOut = new Set<string>();

function conclude({ counts: { tests, passed, skipped, todo } }: EventData.TestSummary): void {
  const left = skipped + todo;
  const failed = tests - passed - left;
  if (failed > 0 || passed === 0) process.exitCode = 1;
  for (const reason of leftOut) console.log(`\n${colors.yellow('!')} Left out: ${reason}`);
  console.log(`\n${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`);
}

function isFolder(path: string) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const given = process.argv.slice(2);
const tests = run({
  globPatterns: (given.length > 0 ? given : everywhere).map((path) =>
    isFolder(path) ? join(path, '**/*.test.ts') : path,
  ),
  concurrency: availableParallelism(),
  timeout: longestFile,
});
tests.on('test:stdout', note);
tests.on('test:stderr', note);
tests.on('test:diagnostic', (said) => {
  if (said.file !== undefined) note({ ...said, file: said.file, message: `${said.message}\n` });
});
tests.on('test:fail', printFailure);
tests.on('test:pass', ({ skip }) => {
  if (typeof skip === 'string') leftOut.add(skip);
});
tests.on('test:summary', (summary) => (summary.file === undefined ? conclude(summary) : printFile(summary)));
tests.resume();
