import { defaultAttemptRules } from '../../backend/domain/attempt/rules.ts';
import { type Attempt, phaseOf } from '../../backend/domain/attempt/state.ts';
import { advanceAttempt } from '../../backend/domain/attempt/transition.ts';
import { callbackStatuses, hasEnded } from '../../backend/domain/callback/state.ts';
import { advanceCallback } from '../../backend/domain/callback/transition.ts';
import { newAttempt } from '../../test/support/domain/sample-attempt.ts';
import { sampleCallback, sampleCallbackRules } from '../../test/support/domain/sample-callback.ts';
import { type Report, wholeCalls } from '../../test/support/domain/whole-calls.ts';
import { callbackRows } from './callback-table.ts';

/** Arrows of a diagram. Arrows between the same two states become one. */
type Arrows = Map<string, Set<string>>;

function draw(arrows: Arrows, from: string, to: string, why: string): void {
  const key = `${from} --> ${to}`;
  arrows.set(key, (arrows.get(key) ?? new Set()).add(why));
}

function print(arrows: Arrows, start: string, ends: readonly string[]): string {
  return [
    '```mermaid',
    'stateDiagram-v2',
    `    [*] --> ${start}`,
    ...Array.from(arrows, ([arrow, whys]) => `    ${arrow}: ${[...whys].join('<br>')}`),
    ...ends.map((end) => `    ${end} --> [*]`),
    '```',
  ].join('\n');
}

/** Every transition between statuses. */
export function callbackDiagram(): string {
  const arrows: Arrows = new Map();
  for (const status of callbackStatuses) {
    for (const { name, event } of callbackRows) {
      if (event.kind === 'effect-gave-up') continue;
      const decision = advanceCallback(sampleCallback(status), event, sampleCallbackRules);
      if ('refused' in decision || decision.callback.status === status) continue;
      draw(arrows, status, decision.callback.status, name.replace(': ', ', '));
    }
  }
  return print(arrows, 'pending', callbackStatuses.filter(hasEnded));
}

const lostCalls: Report[][] = [
  [{ kind: 'call-unanswered' }, { kind: 'call-not-found' }],
  [{ kind: 'call-refused', code: '21215', advice: '' }],
];

/** The phases of whole calls with reports in the usual order. */
export function attemptDiagram(): string {
  const arrows: Arrows = new Map();
  const courses = [
    ...wholeCalls.map(({ reports, legs, visitorScreened }) => ({
      reports: [...reports, { kind: 'legs-fetched', ...legs } satisfies Report],
      visitorScreened,
    })),
    ...lostCalls.map((reports) => ({ reports, visitorScreened: false })),
  ];
  for (const { reports, visitorScreened } of courses) {
    let attempt = newAttempt(1, visitorScreened);
    for (const report of reports) {
      const before = phaseOf(attempt);
      attempt = tell(attempt, report);
      const after = phaseOf(attempt);
      if (after !== before) draw(arrows, before, after, why(report, attempt));
    }
  }
  return print(arrows, 'intended', ['ended', 'unknown']);
}

/** Late enough that an empty answer counts. */
function tell(attempt: Attempt, report: Report): Attempt {
  const at = report.kind === 'call-not-found' ? defaultAttemptRules.noSidWindowMs : 1_000;
  return advanceAttempt(attempt, { ...report, at }, defaultAttemptRules).attempt;
}

function why(report: Report, { outcome }: Attempt): string {
  return outcome === undefined ? said(report) : outcome;
}

function said(report: Report): string {
  if (report.kind === 'leg-reported') return `${report.leg} ${report.report.status}`;
  return report.kind === 'key-pressed' ? `key ${report.digits}` : report.kind;
}
