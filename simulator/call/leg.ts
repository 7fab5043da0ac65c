import type { PhoneBehaviour } from '../phone/scripts.ts';
import type { Clock } from '../time/clock.ts';
import type { Timeline } from '../timeline.ts';
import { type Call, type CallEvent, change, type EndStatus, isOver } from './call.ts';

/** A call's connection to the phone at its far end. */
export type Leg = {
  call: Call;
  behaviour: PhoneBehaviour;
  /** Resolves when it is answered; never when it is not. */
  answered: Promise<void>;
  /** Resolves when it is over, however it ended. */
  ended: Promise<void>;
  /** The carrier starts dialling the phone. */
  dial(): void;
  /** The phone is picked up. */
  answer(): void;
  /** Ends it unless it is over already. */
  end(status: EndStatus, sipCode?: number): void;
  /** The person at the phone hangs up, or declines while it rings. */
  hangUp(): void;
  press(digits: string): void;
  /** Hears every key from now on; the answer stops listening. Keys nobody listens to are lost. */
  onDigit(listener: (digit: string) => void): () => void;
  /** The phone hears something. */
  hear(text: string): void;
  /** A prompt that asks for keys has ended; the phone may press some. The answer takes it back. */
  inviteDigits(): () => void;
  /** The phone is connected with another one; the answer says that the other has gone. */
  bridge(): () => void;
  /** A person takes the phone in hand: from now on it does nothing by itself. */
  takeOver(): void;
};

type LegNeeds = {
  call: Call;
  behaviour: PhoneBehaviour;
  clock: Clock;
  timeline: Timeline;
  /** Ringing time counted from `initiated`. */
  ringTimeoutMs: number;
  /** Longest time after the answer; undefined without limit. */
  timeLimitMs?: number | undefined;
  /** Called after the change it tells about. */
  announce: (event: CallEvent) => void;
};

/** The life of one leg: dialled, ringing, answered, over; driven by its phone, its timers and the carrier. */
export function createLeg(needs: LegNeeds): Leg {
  const { call, behaviour, clock, timeline } = needs;
  const answered = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const listeners = new Set<(digit: string) => void>();
  let timers: (() => void)[] = [];
  let inHand = false;

  const isLive = () => !isOver(call.facts);
  const later = (ms: number, run: () => void) => {
    const cancel = clock.after(ms, run);
    timers.push(cancel);
    return cancel;
  };
  const byItself = (ms: number, run: () => void) =>
    later(ms, () => {
      if (!inHand) run();
    });
  const stopTimers = () => {
    for (const cancel of timers) cancel();
    timers = [];
  };
  const note = (kind: string, more: Record<string, unknown> = {}) =>
    timeline.record(kind, { sid: call.sid, from: call.from, to: call.to, ...more });

  const end = (status: EndStatus, sipCode?: number) => {
    if (!isLive()) return;
    const wasQueued = call.facts.status === 'queued';
    stopTimers();
    listeners.clear();
    call.sipCode = sipCode ?? (call.facts.answeredAt === undefined ? undefined : 200);
    change(call, clock.now(), { status, endedAt: clock.now() });
    note('call.ended', { status, sipCode: call.sipCode });
    if (!wasQueued) needs.announce('completed');
    ended.resolve();
  };

  const answer = () => {
    if (!isLive() || call.facts.answeredAt !== undefined) return;
    stopTimers();
    const now = clock.now();
    change(call, now, { status: 'in-progress', answeredAt: now, startedAt: now });
    note('call.answered');
    needs.announce('answered');
    if (needs.timeLimitMs !== undefined) later(needs.timeLimitMs, () => end('completed'));
    if (behaviour.hangsUpAfterMs !== undefined) byItself(behaviour.hangsUpAfterMs, hangUp);
    answered.resolve();
  };

  const hangUp = () => {
    if (call.facts.status === 'in-progress') end('completed');
    else if (call.direction === 'inbound') end('no-answer', 487);
    else end('busy', 603);
  };

  const ring = () => {
    change(call, clock.now(), { status: 'ringing' });
    note('call.ringing');
    needs.announce('ringing');
    if (behaviour.pickup === 'answers') byItself(behaviour.answersAfterMs, answer);
    if (behaviour.pickup === 'declines') byItself(behaviour.answersAfterMs, hangUp);
  };

  const reachPhone = () => {
    if (behaviour.pickup === 'unreachable') end('failed', 404);
    else if (behaviour.pickup === 'busy') end('busy', 486);
    else ring();
  };

  const dial = () => {
    if (!isLive()) return;
    change(call, clock.now(), { status: 'initiated', startedAt: clock.now() });
    note('call.initiated');
    needs.announce('initiated');
    later(behaviour.ringsAfterMs, reachPhone);
    later(needs.ringTimeoutMs, () => end('no-answer', 487));
  };

  const press = (digits: string) => {
    if (call.facts.status !== 'in-progress') return;
    call.pressed += digits;
    note('call.pressed', { digits });
    for (const digit of digits) for (const listener of [...listeners]) listener(digit);
  };

  const inviteDigits = () => {
    const { presses } = behaviour;
    return presses === undefined ? () => {} : byItself(behaviour.pressesAfterMs, () => press(presses));
  };

  const bridge = () => {
    call.bridgedAt = clock.now();
    note('call.bridged');
    return behaviour.talksMs === undefined ? () => {} : byItself(behaviour.talksMs, hangUp);
  };

  return {
    call,
    behaviour,
    answered: answered.promise,
    ended: ended.promise,
    dial,
    answer,
    end,
    hangUp,
    press,
    inviteDigits,
    bridge,
    takeOver: () => {
      inHand = true;
    },
    hear: (text) => {
      call.heard.push(text);
      note('call.heard', { text });
    },
    onDigit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
