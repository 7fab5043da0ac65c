import type { LegStatus } from '../../../backend/domain/attempt/leg.ts';
import type { CallPlan } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Clock } from '../../../backend/ports/clock.ts';
import type { CarrierScript, Phone, QuestionWebhook, StatusWebhook } from './carrier-script.ts';
import { type FakeCall, type FakeLeg, isOver, newLeg, reportOf, stampStep } from './fake-call.ts';

export type Wires = {
  clock: Clock;
  script: CarrierScript;
  newSid(): string;
  /** Sends a status webhook to the platform. */
  report(webhook: StatusWebhook): void;
  /** Requests the next instructions from the platform. */
  ask(webhook: QuestionWebhook): Promise<CallPlan>;
  newRequestToken(): string;
};

const gatherTimeoutMs = 8_000;
const speechTime = 4_000;
/** A carrier rings a phone some seconds longer than requested (ms). */
const ringOverrun = 5_000;

/** Thrown inside a running call when the call is ended. */
const ended = Symbol('ended');

/** Runs a call from the carrier's queue to the last report. */
export async function runCall(wires: Wires, call: FakeCall, queued: number): Promise<void> {
  try {
    await ringBusiness(wires, call, queued);
  } catch (reason) {
    if (reason !== ended) throw reason;
  }
}

async function ringBusiness(wires: Wires, call: FakeCall, queued: number): Promise<void> {
  const phone = wires.script.business(call.request);
  await pause(wires, call, queued);
  move(wires, call, 'business', 'initiated');
  await pause(wires, call, 300);
  if (phone.answers === 'unreachable' || phone.answers === 'refused')
    return move(wires, call, 'business', 'failed');
  if (phone.answers === 'busy') return move(wires, call, 'business', 'busy');
  move(wires, call, 'business', 'ringing');
  const patience = call.request.ringSeconds * 1_000 + ringOverrun;
  if (phone.answers === 'never' || phone.answers > patience) {
    await pause(wires, call, patience);
    return move(wires, call, 'business', 'no-answer');
  }
  await pause(wires, call, phone.answers);
  move(wires, call, 'business', 'in-progress');
  if (Number.isFinite(phone.hangsUpAfter)) {
    wires.clock.after(phone.hangsUpAfter, () => hangUp(wires, call, 'business'));
  }
  await follow(wires, call, await ask(wires, call, { kind: 'prompt' }));
}

async function follow(wires: Wires, call: FakeCall, plan: CallPlan): Promise<void> {
  switch (plan.do) {
    case 'screen': {
      const { presses, pressesAfter } = wires.script.business(call.request);
      await pause(wires, call, presses === '' ? speechTime + gatherTimeoutMs : pressesAfter);
      return follow(wires, call, await ask(wires, call, { kind: 'keys', digits: presses }));
    }
    case 'dial-visitor':
      return dialVisitor(wires, call, plan);
    case 'say-and-hang-up':
      await pause(wires, call, speechTime);
      return hangUp(wires, call, 'carrier');
    case 'hang-up':
      return hangUp(wires, call, 'carrier');
  }
}

type DialPlan = Extract<CallPlan, { do: 'dial-visitor' }>;

async function dialVisitor(wires: Wires, call: FakeCall, plan: DialPlan): Promise<void> {
  const phone = wires.script.visitor(call.request);
  if (phone.answers === 'refused') return refuseDial(wires, call);
  const leg = newLeg(wires.newSid(), 'initiated');
  call.visitor = leg;
  call.dialled = plan.visitor;
  call.visitorDialledAt = wires.clock.now();
  send(wires, call, 'visitor');
  await pause(wires, call, 300);
  if (typeof phone.answers !== 'number' || phone.answers > plan.ringSeconds * 1_000 + ringOverrun) {
    const rings = phone.answers === 'busy' || phone.answers === 'unreachable' ? 0 : plan.ringSeconds * 1_000;
    move(wires, call, 'visitor', 'ringing');
    await pause(wires, call, rings === 0 ? 0 : rings + ringOverrun);
    const statuses = { busy: 'busy', unreachable: 'failed', never: 'no-answer' } as const;
    move(wires, call, 'visitor', typeof phone.answers === 'number' ? 'no-answer' : statuses[phone.answers]);
    return afterDial(wires, call, leg, false);
  }
  move(wires, call, 'visitor', 'ringing');
  await pause(wires, call, phone.answers);
  move(wires, call, 'visitor', 'in-progress');
  const answeredAt = wires.clock.monotonic();
  const connects = !plan.screenVisitor || (await whisper(wires, call, leg, phone));
  const spoken = wires.clock.monotonic() - answeredAt;
  if (connects) {
    await pause(wires, call, Math.max(0, Math.min(phone.hangsUpAfter, plan.maxSeconds * 1_000) - spoken));
  }
  endLeg(wires, call, 'visitor');
  return afterDial(wires, call, leg, connects);
}

/** Asks the visitor alone. Returns whether to connect both. The visitor's phone can hang up meanwhile. */
async function whisper(wires: Wires, call: FakeCall, leg: FakeLeg, phone: Phone): Promise<boolean> {
  const about = { token: call.request.token, sid: leg.sid, parentSid: call.business.sid };
  let plan = await wires.ask({ kind: 'visitor-prompt', ...about });
  let patience = phone.hangsUpAfter;
  for (const [index, digits] of [...phone.presses.split(' '), ''].entries()) {
    if (plan.do !== 'screen-visitor') break;
    const pressesAfter = digits === '' ? speechTime + gatherTimeoutMs : phone.pressesAfter;
    await pause(wires, call, Math.min(pressesAfter, patience));
    patience -= pressesAfter;
    if (patience <= 0) return false;
    plan = await wires.ask({ kind: 'visitor-keys', ...about, digits, isLast: index > 0 });
  }
  return plan.do === 'connect-visitor' && !isOver(call.business);
}

/** The carrier makes no leg, and only its API names the error. */
async function refuseDial(wires: Wires, call: FakeCall): Promise<void> {
  call.dialError = { code: '13224', advice: 'check the number' };
  const question = {
    kind: 'dial-finished',
    visitor: { sid: undefined, status: 'failed' },
    bridged: false,
  } as const;
  await follow(wires, call, await ask(wires, call, question));
}

async function afterDial(wires: Wires, call: FakeCall, leg: FakeLeg, bridged: boolean): Promise<void> {
  const question = { kind: 'dial-finished', visitor: reportOf(leg), bridged, businessOnLine: true } as const;
  await follow(wires, call, await ask(wires, call, question));
}

/** Ends both legs in their current state. */
export function hangUp(wires: Wires, call: FakeCall, who: 'business' | 'carrier' | 'platform'): void {
  if (isOver(call.business)) return;
  const dialling = call.visitor !== undefined && !isOver(call.visitor);
  if (dialling) endLeg(wires, call, 'visitor');
  endLeg(wires, call, 'business');
  call.interrupt();
  if (dialling && who === 'business' && wires.script.asksAfterHangUp && call.visitor !== undefined) {
    const bridged = call.visitor.answeredAt !== undefined;
    const visitor = reportOf(call.visitor);
    void ask(wires, call, { kind: 'dial-finished', visitor, bridged, businessOnLine: false });
  }
}

/** A call that is cancelled in the queue sends no report. */
function endLeg(wires: Wires, call: FakeCall, which: 'business' | 'visitor'): void {
  const leg = which === 'business' ? call.business : call.visitor;
  if (leg === undefined || isOver(leg)) return;
  const wasQueued = leg.status === 'queued';
  if (leg.answeredAt !== undefined) {
    leg.talkSeconds = Math.round((wires.clock.monotonic() - leg.answeredAt) / 1_000);
    if (which === 'visitor') call.bridgedSeconds = leg.talkSeconds;
  }
  leg.status = leg.answeredAt === undefined ? 'canceled' : 'completed';
  if (wasQueued) call.endedAt = wires.clock.now();
  else send(wires, call, which);
}

function move(wires: Wires, call: FakeCall, which: 'business' | 'visitor', status: LegStatus): void {
  const leg = which === 'business' ? call.business : call.visitor;
  if (leg === undefined) return;
  leg.status = status;
  if (status === 'in-progress') leg.answeredAt = wires.clock.monotonic();
  send(wires, call, which);
}

function send(wires: Wires, call: FakeCall, which: 'business' | 'visitor'): void {
  const leg = which === 'business' ? call.business : call.visitor;
  if (leg === undefined) return;
  const parentSid = which === 'visitor' ? call.business.sid : undefined;
  const { token } = call.request;
  if (which === 'business' && isOver(leg)) call.endedAt ??= wires.clock.now();
  const report = { ...reportOf(leg), times: stampStep(leg, wires.clock.monotonic()) };
  wires.report({ kind: 'leg', token, leg: which, report, parentSid });
}

type Question =
  | { kind: 'prompt' }
  | { kind: 'keys'; digits: string }
  | Omit<Extract<QuestionWebhook, { kind: 'dial-finished' }>, 'token' | 'sid'>;

async function ask(wires: Wires, call: FakeCall, question: Question): Promise<CallPlan> {
  const about = { token: call.request.token, sid: call.business.sid };
  const plan = await wires.ask(
    question.kind === 'dial-finished'
      ? { ...about, ...question }
      : { ...about, ...question, requestToken: wires.newRequestToken() },
  );
  return isOver(call.business) ? { do: 'hang-up' } : plan;
}

function pause(wires: Wires, call: FakeCall, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (isOver(call.business)) return reject(ended);
    const cancel = Number.isFinite(ms) ? wires.clock.after(ms, resolve) : () => {};
    call.interrupt = () => {
      cancel();
      reject(ended);
    };
  });
}
