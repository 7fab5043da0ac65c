import { relative } from 'node:path';
import type { EventData, TestsStream } from 'node:test';
import { inspect } from 'node:util';
import colors from 'picocolors';
import { createProgress } from './progress.ts';
import type { TestGroup } from './test-groups.ts';

/**
 * Prints what happens in a test run: a line for each group, failures in full, and last `N passed, N failed`.
 * Sets the exit code to 1 when a test failed or none ran.
 *
 * @param groups the groups by the path of their entry
 * @param checksPassed counted with the tests
 */
export function reportTests(
  tests: TestsStream,
  groups: ReadonlyMap<string, TestGroup>,
  checksPassed: number,
): void {
  const progress = createProgress(groups.size);
  const output = new Map<string, string[]>();
  const skipReasons = new Set<string>();

  function keepOutput({ file = '', message }: { file?: string; message: string }): void {
    output.set(file, [...(output.get(file) ?? []), message]);
  }

  function finishGroup(summary: EventData.TestSummary, entry: string): void {
    progress.clear();
    printGroup(groups.get(entry), summary);
    if (!summary.success) for (const message of output.get(entry) ?? []) process.stdout.write(message);
    output.delete(entry);
    progress.advance(summary.counts.tests);
  }

  tests.on('test:stdout', keepOutput);
  tests.on('test:stderr', keepOutput);
  tests.on('test:fail', (failure) => {
    progress.clear();
    printFailure(failure);
  });
  tests.on('test:pass', ({ skip }) => {
    if (typeof skip === 'string') skipReasons.add(skip);
  });
  tests.on('test:summary', (summary) => {
    if (summary.file === undefined) printTotals(summary, skipReasons, checksPassed);
    else finishGroup(summary, summary.file);
  });
  tests.resume();
}

function printFailure({ name, file = '', line, details }: EventData.TestFail): void {
  const { error } = details;
  if ('failureType' in error && error.failureType === 'subtestsFailed') return;
  const place = `${relative(process.cwd(), file)}:${line ?? 1}`;
  console.log(`${colors.red('✖')} ${colors.bold(name)} ${colors.dim(place)}`);
  console.log(inspect(error.cause ?? error, { colors: colors.isColorSupported, depth: 8 }), '\n');
}

function printGroup(group: TestGroup | undefined, summary: EventData.TestSummary): void {
  const { counts, success, duration_ms: ms } = summary;
  const [file = '', ...others] = group?.files ?? [];
  const name = others.length === 0 ? file : `${group?.name}, ${others.length + 1} files`;
  const skipped = counts.skipped + counts.todo;
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  const mark = success ? colors.green('✔') : colors.red('✖');
  console.log(`${mark} ${name} ${colors.dim(`${counts.tests}${tail}, ${(ms / 1_000).toFixed(1)} s`)}`);
}

function printTotals(
  { counts }: EventData.TestSummary,
  skipReasons: ReadonlySet<string>,
  checksPassed: number,
): void {
  const skipped = counts.skipped + counts.todo;
  const failed = counts.tests - counts.passed - skipped;
  if (failed > 0 || counts.passed === 0) process.exitCode = 1;
  for (const reason of skipReasons) console.log(`\n${colors.yellow('!')} Left out: ${reason}`);
  console.log(
    `\n${counts.passed + checksPassed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
}
