import type { AttemptEvent } from '../../backend/domain/attempt/event.ts';
import { defaultAttemptRules } from '../../backend/domain/attempt/rules.ts';
import { type Attempt, phaseOf } from '../../backend/domain/attempt/state.ts';
import { advanceAttempt } from '../../backend/domain/attempt/transition.ts';
import { attemptEvents } from '../../test/support/domain/attempt-events.ts';
import { attemptStands, sampleAttempt } from '../../test/support/domain/sample-attempt.ts';
import { table } from './markdown.ts';
import { standNames } from './meanings.ts';

/** The result of each event in each phase, found by applying it to a sample attempt. */
export function attemptTable(): string {
  const rows = Object.entries(attemptEvents).map(([name, event]) => [
    name,
    ...attemptStands.map((stand) => cell(sampleAttempt(stand), event)),
  ]);
  return table(['event', ...attemptStands.map((stand) => standNames[stand])], rows);
}

function cell(before: Attempt, event: AttemptEvent): string {
  const { attempt, arm, tells } = advanceAttempt(before, event, defaultAttemptRules);
  const effects = arm.filter(({ effect }) => effect.kind !== 'check-attempt');
  const parts = [
    ...moved(before, attempt),
    ...effects.map(({ effect }) => `+ ${effect.kind}`),
    ...(tells?.kind === 'visitor-answered' ? ['reports `visitor-answered`'] : []),
  ];
  if (parts.length > 0) return parts.join(', ');
  if (attempt !== before) return 'noted';
  return arm.length > 0 ? 'checked again later' : '–';
}

function moved(before: Attempt, after: Attempt): string[] {
  const phase = phaseOf(after);
  if (phase === phaseOf(before)) return [];
  return [phase === 'ended' ? `**ended** (${after.outcome})` : `**${phase}**`];
}
