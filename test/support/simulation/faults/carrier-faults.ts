import type { PlaceCall } from '../../../../backend/ports/carrier/voice-carrier.ts';
import {
  type CarrierScript,
  type Phone,
  type PlacingFate,
  placedAtOnce,
  type SentText,
  type TextFate,
  takesTheCall,
} from '../../carrier/carrier-script.ts';
import type { Random } from '../../fakes/seeded-random.ts';

/** The course of a call, decided once per call. */
type Course = { business: Phone; visitor: Phone; mute: boolean };

export type CarrierFaults = {
  script: CarrierScript;
  /** The call exists, but sends no report and is never answered. */
  isMute(token: string): boolean;
  isCalm(): boolean;
  /** Ends all faults. */
  clear(): void;
};

/** A carrier and phones with every kind of fault. */
export function createCarrierFaults(random: Random): CarrierFaults {
  const courses = new Map<string, Course>();
  let calm = false;
  const fails = (probability: number) => !calm && random.chance(probability);

  function courseOf(call: PlaceCall): Course {
    const known = courses.get(call.token);
    if (known !== undefined) return known;
    const course = { business: pickBusiness(random), visitor: pickVisitor(random), mute: false };
    courses.set(call.token, course);
    return course;
  }

  function placing(call: PlaceCall): PlacingFate {
    const fate = pickFate(random, calm);
    if (fate === 'answer-lost' && random.chance(0.3)) {
      const course = courseOf(call);
      course.mute = true;
      course.business = { ...course.business, answers: 'never' };
    }
    const answered = fate === 'placed' || fate === 'throttled' || fate === 'refused';
    const queued = random.chance(0.05) ? random.between(1_000, 170_000) : random.between(100, 2_000);
    return { fate, answerAfter: answered ? random.between(50, 3_000) : 8_000, queued };
  }

  return {
    isMute: (token) => courses.get(token)?.mute === true,
    isCalm: () => calm,
    clear() {
      calm = true;
    },
    script: {
      business: (call) => courseOf(call).business,
      visitor: (call) => courseOf(call).visitor,
      codePhone: () => takesTheCall,
      placing,
      asking: () => (fails(0.1) ? 'fails' : 'answered'),
      listLag: 2_000,
      report: ({ token }) => (courses.get(token)?.mute === true ? [] : pickDelays(random, fails)),
      question() {
        if (fails(0.02)) return 'unanswered';
        return fails(0.04) ? 'repeated' : 'answered';
      },
      codeQuestion: () => (fails(0.04) ? 'repeated' : 'answered'),
      asksAfterHangUp: true,
      text: (message) => pickText(random, fails, message),
      askingText: () => (fails(0.1) ? 'fails' : 'answered'),
      textListLag: 2_000,
    },
  };
}

function pickFate(random: Random, calm: boolean): PlacingFate['fate'] {
  const dice = random.next();
  if (calm || dice < 0.82) return placedAtOnce.fate;
  if (dice < 0.89) return 'answer-lost';
  if (dice < 0.92) return 'lost';
  return dice < 0.98 ? 'throttled' : 'refused';
}

function pickBusiness(random: Random): Phone {
  const dice = random.next();
  const presses = dice < 0.75 ? '1' : random.pick(['', '2', '*']);
  return {
    answers: random.chance(0.85)
      ? random.between(500, 21_000)
      : random.pick(['busy', 'never', 'unreachable'] as const),
    presses,
    pressesAfter: random.between(500, 7_000),
    hangsUpAfter: random.chance(0.1) ? random.between(1_000, 60_000) : Number.POSITIVE_INFINITY,
  };
}

function pickVisitor(random: Random): Phone {
  return {
    answers: random.chance(0.85)
      ? random.between(500, 14_000)
      : random.pick(['busy', 'never', 'unreachable', 'refused'] as const),
    presses: '',
    pressesAfter: 0,
    hangsUpAfter: pickTalk(random),
  };
}

/** Some hang up at once, most talk for a minute, and a few longer than an outage of the carrier. */
function pickTalk(random: Random): number {
  const dice = random.next();
  if (dice < 0.15) return random.between(500, 12_000);
  return dice < 0.95 ? random.between(12_000, 90_000) : random.between(180_000, 1_300_000);
}

/** Returns the delay (ms) of each delivery of a report: none when it is lost, two when it is repeated. */
function pickDelays(random: Random, fails: (probability: number) => boolean): number[] {
  if (fails(0.08)) return [];
  const delay = fails(0.1) ? random.between(500, 40_000) : random.between(20, 500);
  return fails(0.06) ? [delay, random.between(20, 60_000)] : [delay];
}

function pickText(random: Random, fails: (probability: number) => boolean, { to }: SentText): TextFate {
  const reportAfter = random.between(200, 20_000);
  if (fails(0.06)) {
    const fate = random.pick(['unsent', 'lost', 'answer-lost'] as const);
    return { fate, report: random.pick(['delivered', undefined] as const), reportAfter };
  }
  const toOwner = to.endsWith('91');
  if (fails(toOwner ? 0.05 : 0.005)) return { fate: 'refused', report: undefined, reportAfter };
  if (!fails(0.05)) return { fate: 'accepted', report: 'delivered', reportAfter };
  const becomes = random.pick(['undelivered', 'failed', 'delivered'] as const);
  return { fate: 'accepted', report: random.pick([becomes, undefined]), reportAfter, becomes };
}
