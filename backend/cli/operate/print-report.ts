import colours from 'picocolors';
import type { DoctorReport } from '../../../contract/operator/doctor.ts';
import type { CheckResult } from '../../doctor/check.ts';
import type { Context } from './command.ts';

type Steps = readonly { title: string; checks: readonly string[] }[];

/** Prints one line when all is well; otherwise each finding with what it means and what fixes it. */
export function printReport(
  context: Context,
  report: DoctorReport,
  { steps }: { steps: Steps | undefined },
): void {
  const { terminal } = context;
  if (steps !== undefined) printSteps(context, report, steps);
  const findings = report.checks.filter(({ status }) => status === 'warn' || status === 'fail');
  if (findings.length === 0) {
    terminal.good('Everything is ready.');
    return;
  }
  if (steps === undefined) for (const finding of findings) printFinding(context, finding);
  const { warn, fail } = report.counts;
  terminal.info(
    `${counted(fail, 'failure')}, ${counted(warn, 'warning')}, ${report.counts.pass} checks passed`,
  );
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The brief's numbers: eight groups, then what goes wrong beyond the machine, then the summary. */
function printSteps(context: Context, report: DoctorReport, steps: Steps): void {
  const isIn = (names: readonly string[]) => (check: CheckResult) =>
    names.some((name) => check.id === name || check.id.startsWith(`${name}.`));
  const named = steps.flatMap(({ checks }) => checks);
  steps.forEach(({ title, checks }, index) => {
    printStep(context, `[${index + 1}/9] ${title}`, report.checks.filter(isIn(checks)));
  });
  printStep(
    context,
    'Beyond this machine: carrier, tunnel, visitors',
    report.checks.filter((check) => !isIn(named)(check)),
  );
  context.terminal.heading('[9/9] Summary with fixes');
  for (const finding of report.checks) if (finding.fix !== null) printFinding(context, finding);
}

function printStep({ terminal }: Context, heading: string, checks: CheckResult[]): void {
  if (checks.length === 0) return;
  terminal.heading(heading);
  for (const { status, title, found, skipReason } of checks) {
    if (status === 'pass') terminal.good(title);
    else if (status === 'skip') terminal.info(colours.dim(`${title}: skipped, ${skipReason}`));
    else if (status === 'warn') terminal.warn(`${title}: ${found}`);
    else terminal.problem(`${title}: ${found}`);
  }
}

function printFinding({ terminal }: Context, { id, status, found, means, fix }: CheckResult): void {
  if (fix === null) return;
  const text = `${found} ${colours.dim(`[${id}]`)}\n  ${means}`;
  const advice = [fix.text, ...fix.commands.map((command) => `\n    ${colours.cyan(command)}`)].join('');
  if (status === 'fail') terminal.bad(text, advice);
  else terminal.warn(text, advice);
}
