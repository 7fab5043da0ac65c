import { relative } from 'node:path';
import type { EventData, TestsStream } from 'node:test';
import { inspect } from 'node:util';
import colors from 'picocolors';
import type { TestGroup } from './test-groups.ts';

type FileTally = { tests: number; failed: number; skipped: number; ms: number };

/**
 * Prints what happens in a test run: a line for each file, failures in full, and last `N passed, N failed`.
 * Sets the exit code to 1 when a test failed or none ran.
 *
 * @param groups the groups by the path of their entry
 */
export function reportTests(tests: TestsStream, groups: ReadonlyMap<string, TestGroup>): void {
  const tallies = new Map<string, FileTally>();
  const output = new Map<string, string[]>();
  const skipReasons = new Set<string>();

  function keepOutput({ file = '', message }: { file?: string; message: string }): void {
    output.set(file, [...(output.get(file) ?? []), message]);
  }

  function count(test: EventData.TestPass | EventData.TestFail, failed: boolean): void {
    const { nesting, skip, details } = test;
    const file = relative(process.cwd(), test.file ?? '');
    const tally = tallies.get(file) ?? { tests: 0, failed: 0, skipped: 0, ms: 0 };
    tallies.set(file, tally);
    if (nesting === 0) tally.ms += details.duration_ms;
    if (details.type === 'suite') return;
    tally.tests += 1;
    if (failed) tally.failed += 1;
    if (skip !== undefined) tally.skipped += 1;
  }

  function printFailure({ name, file = '', line, details }: EventData.TestFail): void {
    const { error } = details;
    if ('failureType' in error && error.failureType === 'subtestsFailed') return;
    console.log(
      `${colors.red('✖')} ${colors.bold(name)} ${colors.dim(`${relative(process.cwd(), file)}:${line ?? 1}`)}`,
    );
    console.log(inspect(error.cause ?? error, { colors: colors.isColorSupported, depth: 8 }), '\n');
  }

  function printGroup({ file: entry = '', success }: EventData.TestSummary): void {
    for (const file of groups.get(entry)?.files ?? []) printFile(file, tallies.get(file));
    if (!success) for (const message of output.get(entry) ?? []) process.stdout.write(message);
    output.delete(entry);
  }

  function printTotals({ counts: { tests, passed, skipped, todo } }: EventData.TestSummary): void {
    const left = skipped + todo;
    const failed = tests - passed - left;
    if (failed > 0 || passed === 0) process.exitCode = 1;
    for (const reason of skipReasons) console.log(`\n${colors.yellow('!')} Left out: ${reason}`);
    console.log(`\n${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`);
  }

  tests.on('test:stdout', keepOutput);
  tests.on('test:stderr', keepOutput);
  tests.on('test:pass', (test) => {
    count(test, false);
    if (typeof test.skip === 'string') skipReasons.add(test.skip);
  });
  tests.on('test:fail', (test) => {
    count(test, true);
    printFailure(test);
  });
  tests.on('test:summary', (summary) =>
    summary.file === undefined ? printTotals(summary) : printGroup(summary),
  );
  tests.resume();
}

function printFile(path: string, tally: FileTally | undefined): void {
  if (tally === undefined) return;
  const { tests, failed, skipped, ms } = tally;
  const mark = failed === 0 ? colors.green('✔') : colors.red('✖');
  const tail = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`${mark} ${path} ${colors.dim(`${tests}${tail}, ${(ms / 1_000).toFixed(1)} s`)}`);
}
