import { chmodSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { checkCode } from './runner/check-code.ts';
import { keepLog } from './runner/keep-log.ts';
import { chooseLevels, levels } from './runner/levels.ts';
import { reportTests } from './runner/report.ts';
import { findTestGroups, needsPostgres, type TestGroup, writeGroupEntry } from './runner/test-groups.ts';
import { createTemporaryFolder } from './support/database/temporary-folder.ts';
import { serverVariable, startPostgresServer } from './support/postgres/server.ts';

const usage = `./scripts/test-runner.sh [--level N]… [--quick]
npm test -- [--level N]… [--quick] [PATH]…
Runs the checks and tests of all levels, or of those named (--level 2 --level 3, or --level 2,3). npm test leaves out
level 1, and takes files, folders and patterns.
${levels.map(({ level, holds }) => `  level ${level}  ${holds}`).join('\n')}
  --quick  levels 1 to 3, in under two minutes
Exit code: 0 all passed, 1 something failed, 2 wrong arguments.`;

const groupTimeoutMs = 900_000;
/** Many tests wait for a timer or a process, so twice as many groups as cores keep the cores busy. More run slower. */
const concurrency = 2 * availableParallelism();
/** Few objects outlive a large young generation (MB), so that collecting them costs little. */
const execArgv = ['--max-semi-space-size=64'];
const noChecks = { passed: 0, failed: 0 };

const { options, paths } = readArguments();
if (options.help) console.log(usage);
else await main();

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        level: { type: 'string', multiple: true, default: [] },
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        /** Given by the script: level 1 too, and a log. */
        runner: { type: 'boolean', default: false },
      },
      allowPositionals: true,
    });
    return { options: values, paths: positionals };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(problem: string): never {
  console.error(`${problem}\n\n${usage}`);
  return process.exit(2);
}

async function main(): Promise<void> {
  const chosen = chooseLevels({ quick: options.quick, named: options.level });
  if (!chosen.ok) refuse(`There is no level ${chosen.unknown}.`);
  if (options.runner) console.error(`Log: ${keepLog()}`);
  const isAsked = options.runner || options.level.length > 0;
  const checks = isAsked && paths.length === 0 && chosen.levels.includes(1) ? await checkCode() : noChecks;
  const groups = findTestGroups(paths, chosen.levels);
  if (checks.failed > 0 || (checks.passed > 0 && groups.length === 0)) reportChecks(checks);
  else await runTests(groups, checks.passed);
}

/** Tests of code that does not compile would only repeat the message of the compiler. */
function reportChecks({ passed, failed }: typeof noChecks): void {
  if (failed > 0) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed`);
}

async function runTests(found: readonly TestGroup[], checksPassed: number): Promise<void> {
  // Each group and most programs that it starts load the same modules: https://nodejs.org/api/module.html#module-compile-cache
  process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/compiled');
  const folder = createTemporaryFolder('callback-tests-');
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  // Postgres, which root starts as another user, reads a file in it.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  if (found.some(needsPostgres)) process.env[serverVariable] ??= await startPostgresServer();
  const groups = new Map(found.map((group) => [writeGroupEntry(group, folder), group]));
  const tests = run({ files: [...groups.keys()], concurrency, execArgv, timeout: groupTimeoutMs });
  reportTests(tests, groups, checksPassed);
}
