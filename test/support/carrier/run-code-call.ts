import type { LegStatus } from '../../../backend/domain/attempt/leg.ts';
import type { CallPlan, CodeCallWebhook } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Clock } from '../../../backend/ports/clock.ts';
import type { CarrierScript, CodeQuestion } from './carrier-script.ts';
import { type FakeCall, reportOf, stampStep } from './fake-call.ts';
import { wait } from './fake-messages.ts';

type Line = {
  clock: Clock;
  script: CarrierScript;
  answer: (webhook: CodeCallWebhook) => Promise<CallPlan>;
};

const gatherMs = 20_000;
const speechMs = 24_000;

/** Runs a call that speaks a code, with one leg: from the carrier's queue to the last report. */
export async function runCodeCall(line: Line, call: FakeCall, queued: number): Promise<void> {
  const { clock } = line;
  const phone = line.script.codePhone(call.request);
  await wait(clock, queued);
  await report(line, call, 'initiated');
  if (typeof phone.answers !== 'number') {
    const ends = { busy: 'busy', never: 'no-answer', unreachable: 'failed', refused: 'failed' } as const;
    await wait(clock, phone.answers === 'never' ? call.request.ringSeconds * 1_000 : 300);
    return report(line, call, ends[phone.answers]);
  }
  await wait(clock, phone.answers);
  await report(line, call, 'in-progress');
  const about = { token: call.request.token, sid: call.business.sid };
  let plan = await ask(line, { kind: 'code-prompt', ...about });
  for (const [index, digits] of [...phone.presses.split(' '), ''].entries()) {
    if (plan.do !== 'offer-code') break;
    await wait(clock, digits === '' ? gatherMs : phone.pressesAfter);
    plan = await ask(line, { kind: 'code-keys', ...about, digits, isLast: index > 0 });
  }
  if (plan.do === 'speak-code') {
    const { digits } = plan;
    call.heardCodes.push(...plan.before.map(() => digits));
    await wait(clock, speechMs);
  }
  await report(line, call, 'completed');
}

/** A repeated question is one whose first answer was lost. */
async function ask(line: Line, webhook: CodeQuestion): Promise<CallPlan> {
  const fate = line.script.codeQuestion(webhook);
  if (fate === 'unanswered') return { do: 'hang-up' };
  try {
    if (fate === 'repeated') await line.answer(webhook);
    return await line.answer(webhook);
  } catch {
    return { do: 'hang-up' };
  }
}

async function report(line: Line, call: FakeCall, status: LegStatus): Promise<void> {
  call.business.status = status;
  const times = stampStep(call.business, line.clock.monotonic());
  const { token } = call.request;
  await line
    .answer({ kind: 'code-leg', token, report: { ...reportOf(call.business), times } })
    .catch(() => undefined);
}
