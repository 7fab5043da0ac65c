import type { AttemptRules } from './rules.ts';
import type { Attempt } from './state.ts';

type DoubtRules = Pick<
  AttemptRules,
  'doubtfulTalkSeconds' | 'personAnswersMs' | 'voicemailAnswersMs' | 'callSetupMs'
>;
type Legs = Pick<Attempt, 'business' | 'visitor' | 'visitorHungUp'>;

/** The clocks of two legs give whole seconds, so ends that differ by less are one end. */
const sameEndMs = 2_000;

/**
 * Whether a talk can have been the visitor's voicemail: short, the business hung up, and the phone answered when a
 * voicemail does. `undefined` while reports that can still come decide it. What stays unknown counts as doubt, because
 * a text too many costs less than a lost customer.
 */
export function mayBeVoicemail(legs: Legs, rules: DoubtRules, isComplete: boolean): boolean | undefined {
  if (legs.visitor.talkSeconds > rules.doubtfulTalkSeconds || legs.visitorHungUp) return false;
  const { dialledAt, rangAt, answeredAt } = legs.visitor.times ?? {};
  const isRingTimeKnown = rangAt !== undefined && answeredAt !== undefined;
  if (!isRingTimeKnown && !isComplete) return undefined;
  const startedAt = rangAt ?? dialledAt;
  const setupMs = rangAt === undefined ? rules.callSetupMs : 0;
  if (startedAt !== undefined && answeredAt !== undefined) {
    const ringMs = answeredAt - startedAt;
    if (ringMs >= rules.personAnswersMs + setupMs && ringMs < rules.voicemailAnswersMs) return false;
  }
  if (!isComplete) return undefined;
  return !visitorEndedFirst(legs);
}

/** Whether the visitor's leg ended first, as far as is known. */
export function visitorEndedFirst({ visitor, business, visitorHungUp }: Legs): boolean {
  const endedAt = visitor.times?.endedAt;
  const businessEndedAt = business.times?.endedAt;
  const isSooner =
    endedAt !== undefined && businessEndedAt !== undefined && businessEndedAt - endedAt >= sameEndMs;
  return visitorHungUp || isSooner;
}
