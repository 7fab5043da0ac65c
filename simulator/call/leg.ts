import type { PhoneBehaviour } from '../phone/scripts.ts';
import type { Clock } from '../time/clock.ts';
import type { Timeline } from '../timeline.ts';
import { type Call, type CallEvent, changeFacts, type EndStatus, isOver } from './call.ts';

/** The connection of a call to its phone. */
export type Leg = {
  call: Call;
  behaviour: PhoneBehaviour;
  /** Resolves when the phone answers; stays pending if it never does. */
  answered: Promise<void>;
  /** Resolves when the leg has ended, for any reason. */
  ended: Promise<void>;
  /** Starts to dial the phone. */
  dial(): void;
  /** Picks up the phone. */
  answer(): void;
  /** Ends the leg unless it has ended already. */
  end(status: EndStatus, sipCode?: number): void;
  /** Hangs up the phone. A ringing phone declines. */
  hangUp(): void;
  press(digits: string): void;
  /** Calls `listener` for every later key. Returns a function that stops it. Keys without listener are lost. */
  onDigit(listener: (digit: string) => void): () => void;
  /** Records what the phone hears. */
  hear(text: string): void;
  /** Tells a scripted phone that a prompt for keys has ended. Returns a function that cancels its key press. */
  inviteDigits(): () => void;
  /** Connects the phone with another one. Returns a function that ends the connection. */
  bridge(): () => void;
  /** Stops the script: from now on the phone is controlled by hand. */
  takeOver(): void;
};

type LegDeps = {
  call: Call;
  behaviour: PhoneBehaviour;
  clock: Clock;
  timeline: Timeline;
  /** Longest time to ring, counted from `initiated`. */
  ringTimeoutMs: number;
  /** Longest time after the answer; unlimited when absent. */
  timeLimitMs?: number | undefined;
  /** Called after each change of state. */
  announce: (event: CallEvent) => void;
};

/** Creates one leg. The phone's script, timers and the carrier move it from dialled to ended. */
export function createLeg(deps: LegDeps): Leg {
  const { call, behaviour, clock, timeline } = deps;
  const answered = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const listeners = new Set<(digit: string) => void>();
  let timers: (() => void)[] = [];
  let isManual = false;

  const isLive = () => !isOver(call.facts);
  const startTimer = (ms: number, run: () => void) => {
    const cancel = clock.after(ms, run);
    timers.push(cancel);
    return cancel;
  };
  const byScript = (ms: number, run: () => void) =>
    startTimer(ms, () => {
      if (!isManual) run();
    });
  const stopTimers = () => {
    for (const cancel of timers) cancel();
    timers = [];
  };
  const record = (kind: string, more: Record<string, unknown> = {}) =>
    timeline.record(kind, { sid: call.sid, from: call.from, to: call.to, ...more });

  const end = (status: EndStatus, sipCode?: number) => {
    if (!isLive()) return;
    const wasQueued = call.facts.status === 'queued';
    stopTimers();
    listeners.clear();
    call.sipCode = sipCode ?? (call.facts.answeredAt === undefined ? undefined : 200);
    changeFacts(call, clock.now(), { status, endedAt: clock.now() });
    record('call.ended', { status, sipCode: call.sipCode });
    if (!wasQueued) deps.announce('completed');
    ended.resolve();
  };

  const answer = () => {
    if (!isLive() || call.facts.answeredAt !== undefined) return;
    stopTimers();
    const now = clock.now();
    changeFacts(call, now, { status: 'in-progress', answeredAt: now, startedAt: now });
    record('call.answered');
    deps.announce('answered');
    if (deps.timeLimitMs !== undefined) startTimer(deps.timeLimitMs, () => end('completed'));
    if (behaviour.hangsUpAfterMs !== undefined) byScript(behaviour.hangsUpAfterMs, hangUp);
    answered.resolve();
  };

  const hangUp = () => {
    if (call.facts.status === 'in-progress') end('completed');
    else if (call.direction === 'inbound') end('no-answer', 487);
    else end('busy', 603);
  };

  const ring = () => {
    changeFacts(call, clock.now(), { status: 'ringing' });
    record('call.ringing');
    deps.announce('ringing');
    if (behaviour.pickup === 'answers') byScript(behaviour.answersAfterMs, answer);
    if (behaviour.pickup === 'declines') byScript(behaviour.answersAfterMs, hangUp);
  };

  const reachPhone = () => {
    if (behaviour.pickup === 'unreachable') end('failed', 404);
    else if (behaviour.pickup === 'busy') end('busy', 486);
    else ring();
  };

  const dial = () => {
    if (!isLive()) return;
    changeFacts(call, clock.now(), { status: 'initiated', startedAt: clock.now() });
    record('call.initiated');
    deps.announce('initiated');
    startTimer(behaviour.ringsAfterMs, reachPhone);
    startTimer(deps.ringTimeoutMs, () => end('no-answer', 487));
  };

  const press = (digits: string) => {
    if (call.facts.status !== 'in-progress') return;
    call.pressed += digits;
    record('call.pressed', { digits });
    for (const digit of digits) for (const listener of [...listeners]) listener(digit);
  };

  const inviteDigits = () => {
    const { presses } = behaviour;
    return presses === undefined ? () => {} : byScript(behaviour.pressesAfterMs, () => press(presses));
  };

  const bridge = () => {
    call.bridgedAt = clock.now();
    record('call.bridged');
    return behaviour.talksMs === undefined ? () => {} : byScript(behaviour.talksMs, hangUp);
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
      isManual = true;
    },
    hear: (text) => {
      call.heard.push(text);
      record('call.heard', { text });
    },
    onDigit: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
