import type { ArmedEffect, Effect } from '../effect.ts';
import { closeIfOver } from './closing.ts';
import { type AttemptEvent, type AttemptReport, isCheck } from './event.ts';
import { learn, learnLate } from './learn.ts';
import { endAbandonedCall, endStrayCalls, nextEffects } from './next-effects.ts';
import type { AttemptRules } from './rules.ts';
import { type Attempt, isAttemptOpen, phaseOf } from './state.ts';

export type AttemptDecision = {
  attempt: Attempt;
  arm: ArmedEffect[];
  disarm: Effect[];
  /** The event for the callback, if there is one. */
  tells: AttemptReport | undefined;
};

/** Decides what one event means for an attempt. The same events in any order lead to the same end. */
export function advanceAttempt(attempt: Attempt, event: AttemptEvent, rules: AttemptRules): AttemptDecision {
  const strays = endStrayCalls(attempt, event);
  if (!isAttemptOpen(attempt)) {
    return { attempt: learnLate(attempt, event), arm: strays, disarm: [], tells: undefined };
  }
  const learnt = learn(attempt, event, rules);
  const closed = closeIfOver(learnt, event, rules);
  if (closed !== undefined) {
    return {
      attempt: closed,
      arm: [...strays, ...endAbandonedCall(closed, event.at)],
      disarm: [{ kind: 'check-attempt', attempt: attempt.number }],
      tells: reportEnd(closed, event.at),
    };
  }
  // A check that found nothing new must still arm the next check.
  const hasNewFacts = learnt !== attempt || isCheck(event);
  return {
    attempt: learnt,
    arm: hasNewFacts ? [...strays, ...nextEffects(attempt, learnt, event, rules)] : strays,
    disarm: posted(attempt, learnt) ? [{ kind: 'place-call' }] : [],
    tells: reportAnswer(attempt, learnt, event.at),
  };
}

/** The POST was refused unprocessed before; now it is sent again, or its call exists after all. */
function posted(before: Attempt, after: Attempt): boolean {
  return before.post === 'unprocessed' && after.post !== 'unprocessed';
}

function reportEnd(attempt: Attempt, at: number): AttemptReport | undefined {
  const { outcome } = attempt;
  return outcome === undefined || outcome === 'called-off'
    ? undefined
    : { kind: 'attempt-ended', at, outcome };
}

function reportAnswer(before: Attempt, after: Attempt, at: number): AttemptReport | undefined {
  const bridged = phaseOf(after) === 'bridged' && phaseOf(before) !== 'bridged';
  return bridged && !after.endAsked ? { kind: 'visitor-answered', at } : undefined;
}
