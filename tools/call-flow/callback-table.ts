import type { CallbackDecision } from '../../backend/domain/callback/decision.ts';
import type { CallbackEvent } from '../../backend/domain/callback/event.ts';
import { type Callback, callbackStatuses } from '../../backend/domain/callback/state.ts';
import { advanceCallback } from '../../backend/domain/callback/transition.ts';
import type { AttemptOutcome } from '../../backend/domain/outcome.ts';
import { at, callbackEvents, effectKinds, gaveUp } from '../../test/support/domain/callback-events.ts';
import { sampleCallback, sampleCallbackRules } from '../../test/support/domain/sample-callback.ts';
import { code, table } from './markdown.ts';

export type NamedEvent<E> = { name: string; event: E };

/** Every event, split where one kind has several results. */
export const callbackRows: NamedEvent<CallbackEvent>[] = [
  ...Object.entries(callbackEvents)
    .filter(([kind]) => kind !== 'attempt-ended' && kind !== 'effect-gave-up')
    .map(([name, event]) => ({ name, event })),
  ...(['talked', 'business-no-answer'] as const).map((outcome: AttemptOutcome) => ({
    name: outcome === 'talked' ? 'attempt-ended: talked' : 'attempt-ended: any other',
    event: { kind: 'attempt-ended', at, outcome } as const,
  })),
  ...effectKinds.map((effect) => ({ name: `effect-gave-up: ${effect}`, event: gaveUp(effect) })),
];

/** The result of each event in each status, found by applying it to a sample callback. */
export function callbackTable(): string {
  const rows = callbackRows.map(({ name, event }) => [
    code(name),
    ...callbackStatuses.map((status) => cell(sampleCallback(status), event)),
  ]);
  return table(['event', ...callbackStatuses], rows);
}

function cell(before: Callback, event: CallbackEvent): string {
  const decision = advanceCallback(before, event, sampleCallbackRules);
  if ('refused' in decision) return 'refused';
  const parts = [...moved(before, decision.callback, event), ...effects(decision)];
  if (parts.length === 0) return decision.callback === before ? '–' : 'noted';
  return parts.join(', ');
}

function moved(before: Callback, { status, outcome }: Callback, event: CallbackEvent): string[] {
  if (status === before.status) return [];
  const told = event.kind === 'attempt-ended' ? undefined : outcome;
  return [told === undefined ? `**${status}**` : `**${status}** (${told})`];
}

function effects({ arm, endsAttempt }: CallbackDecision): string[] {
  return [...arm.map(({ effect }) => `+ ${effect.kind}`), ...(endsAttempt ? ['end the call'] : [])];
}
