import { parseArgs } from 'node:util';
import type { DoctorReport } from '../../../contract/operator/doctor.ts';
import { allChecks, steps } from '../../doctor/all-checks.ts';
import { exitCodeOf, runChecks, type Selection, selectChecks } from '../../doctor/run-checks.ts';
import { createSystem, type System } from '../../doctor/system.ts';
import { type Command, type Context, usageFault } from './command.ts';
import { findService } from './installation.ts';
import { printReport } from './print-report.ts';

const usage = `./run.sh doctor [--json] [--only ID]… [--list] [--offline] [--production] [--fix] [--verbose]
Finds what is wrong with this installation, says what it means and prints the command that fixes it. Asks nothing.
  --only ID      only this check, or all below a name: --only carrier
  --list         the checks and their ids
  --offline      asks no other server
  --production   also the checklist for a server with real visitors
  --fix          fixes what can be undone, then checks again
  --json         one JSON object, callback-doctor/1, without anything personal or secret
  --verbose      also the checks that passed, by the numbers of ./scripts/troubleshoot.sh
Exit code: 0 all well, 1 warnings, 2 failures.`;

export const doctorCommand: Command = {
  name: 'doctor',
  number: 4,
  title: 'Troubleshoot',
  summary: 'finds what is wrong, and the command that fixes it',
  usage,
  async run(args, context) {
    const values = readArgs(args);
    const selection = { only: values.only ?? [], offline: values.offline, production: values.production };
    if (values.list) return list(context, selection);
    if (selectChecks(allChecks, selection).length === 0)
      return usageFault(context, { usage }, `No check is named ${selection.only.join(', ')}`);
    const report = await examine(context, selection, values.fix);
    if (values.json) context.print(JSON.stringify(report));
    else printReport(context, report, { steps: values.verbose ? steps : undefined });
    return exitCodeOf(report);
  },
};

function readArgs(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      list: { type: 'boolean', default: false },
      offline: { type: 'boolean', default: false },
      production: { type: 'boolean', default: false },
      fix: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  return values;
}

function list({ print }: Context, selection: Selection): number {
  for (const { id, title, online, repair } of selectChecks(allChecks, { ...selection, production: true })) {
    const marks = [...(online ? ['online'] : []), ...(repair ? ['--fix'] : [])];
    print(`${id.padEnd(30)} ${title}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`);
  }
  return 0;
}

async function examine(context: Context, selection: Selection, fix: boolean): Promise<DoctorReport> {
  const report = await runChecks(allChecks, await systemOf(context), selection);
  if (!fix) return report;
  await repair(context, report);
  return runChecks(allChecks, await systemOf(context), selection);
}

/** Each repair reads the installation anew, because the one before may have changed it. */
async function repair(context: Context, report: DoctorReport): Promise<void> {
  for (const { id, status } of report.checks) {
    const check = allChecks.find((known) => known.id === id);
    if ((status !== 'warn' && status !== 'fail') || check?.repair === undefined) continue;
    context.terminal.info(`${id}: ${await check.repair(await systemOf(context))}`);
  }
}

async function systemOf(context: Context): Promise<System> {
  const { folder, environment } = context;
  return createSystem({ folder, environment, service: await findService(context), ...context.facts });
}
