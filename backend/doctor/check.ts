import type { DoctorReport } from '../../contract/operator/doctor.ts';
import type { System } from './system.ts';

export type Fix = {
  text: string;
  /** Shell commands for the folder of the installation; together they fix the finding. */
  commands?: string[];
  /** A page of the documentation. */
  docs?: string;
};

export type Finding = {
  status: 'warn' | 'fail';
  found: string;
  /** What goes wrong for visitors or the operator. */
  means: string;
  fix: Fix;
};

/** No text holds a phone number, a secret or a name: reports are pasted into public issues. */
export type Outcome = { status: 'pass' } | Finding | { status: 'skip'; skipReason: string };

export type Check<Facts = System> = {
  /** Never changes: scripts and bug reports name it. */
  id: string;
  title: string;
  /** Asks the carrier or another server. */
  online?: true;
  /** Part of the checklist for a server with real visitors only. */
  production?: true;
  run(system: Facts): Outcome | Promise<Outcome>;
  /** Fixes the finding in a way that can be undone, and says how. */
  repair?(system: Facts): string | Promise<string>;
};

export type CheckResult = DoctorReport['checks'][number];

export const pass: Outcome = { status: 'pass' };

export function skip(skipReason: string): Outcome {
  return { status: 'skip', skipReason };
}

export function fail(found: string, means: string, fix: Fix): Finding {
  return { status: 'fail', found, means, fix };
}

export function warn(found: string, means: string, fix: Fix): Finding {
  return { status: 'warn', found, means, fix };
}
