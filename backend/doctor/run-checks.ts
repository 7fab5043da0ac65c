import type { DoctorReport } from '../../contract/operator/doctor.ts';
import { maskPhones } from '../domain/phone-number.ts';
import type { Check, CheckResult, Outcome } from './check.ts';
import type { System } from './system.ts';

/** `only`: ids, or the beginning of ids up to a dot, such as `carrier`. */
export type Selection = { only?: readonly string[]; offline?: boolean; production?: boolean };

/** Longer than the slowest answer that a check waits for. */
const checkTimeoutMs = 9_000;

/** Returns the checks that a selection names, in their order. */
export function selectChecks(all: readonly Check[], selection: Selection): Check[] {
  const { only = [], production = false } = selection;
  if (only.length > 0)
    return all.filter(({ id }) => only.some((name) => id === name || id.startsWith(`${name}.`)));
  return all.filter((check) => production || check.production !== true);
}

/** Runs the checks side by side. A check that throws or takes too long is a finding of its own. */
export async function runChecks(
  all: readonly Check[],
  system: System,
  selection: Selection = {},
): Promise<DoctorReport> {
  const chosen = selectChecks(all, selection);
  const checks = await Promise.all(chosen.map((check) => runCheck(check, system, selection)));
  const count = (status: CheckResult['status']) => checks.filter((check) => check.status === status).length;
  const counts = { pass: count('pass'), warn: count('warn'), fail: count('fail'), skip: count('skip') };
  return {
    schema: 'callback-doctor/1',
    version: system.version,
    at: new Date(system.now()).toISOString(),
    ok: counts.fail === 0,
    counts,
    checks,
  };
}

async function runCheck(check: Check, system: System, { offline }: Selection): Promise<CheckResult> {
  const startedAt = performance.now();
  const outcome: Outcome =
    offline && check.online
      ? { status: 'skip', skipReason: 'asks another server, and --offline is set' }
      : await outcomeOf(check, system);
  return present(check, outcome, Math.round(performance.now() - startedAt));
}

async function outcomeOf(check: Check, system: System): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(
      () => resolve(unanswered(`no result within ${checkTimeoutMs / 1_000} seconds`)),
      checkTimeoutMs,
    );
  });
  try {
    return await Promise.race([Promise.resolve(check.run(system)), timeout]);
  } catch (error) {
    return unanswered((error as Error).message);
  } finally {
    clearTimeout(timer);
  }
}

function unanswered(found: string): Outcome {
  return {
    status: 'warn',
    found: `the check did not finish: ${found}`,
    means: 'It is unknown whether this works.',
    fix: { text: 'Run the check again; if it repeats, report it with this line.' },
  };
}

function present({ id, title }: Check, outcome: Outcome, ms: number): CheckResult {
  const { status } = outcome;
  const nothing = { found: null, means: null, fix: null, skipReason: null };
  if (status === 'pass') return { id, title, status, ms, ...nothing };
  if (status === 'skip')
    return { id, title, status, ms, ...nothing, skipReason: withoutSecrets(outcome.skipReason) };
  const { text, commands = [], docs = null } = outcome.fix;
  return {
    id,
    title,
    status,
    ms,
    found: withoutSecrets(outcome.found),
    means: outcome.means,
    fix: { text: withoutSecrets(text), commands, docs },
    skipReason: null,
  };
}

/** Phone numbers and account ids can be part of what another server answered. */
function withoutSecrets(text: string): string {
  return maskPhones(text).replace(/\b(AC|SK|PN|MG)[0-9a-f]{32}\b/g, '$1…');
}

/** 0: all well, 1: warnings, 2: failures. */
export function exitCodeOf({ counts }: DoctorReport): 0 | 1 | 2 {
  if (counts.fail > 0) return 2;
  return counts.warn > 0 ? 1 : 0;
}
