import { setTimeout as sleep } from 'node:timers/promises';
import { createClock } from '../../adapters/system/clock.ts';
import { type CarrierFacts, createCarrierFacts } from '../../adapters/twilio/client/carrier-facts.ts';
import { variables } from '../../config/variables.ts';
import { type Answers, askSetting } from './answers.ts';
import type { Asking } from './asking.ts';

/** Asks for the account until the carrier accepts it, then for one of its numbers. Returns the account. */
export async function setUpCarrier(asking: Asking, answers: Answers): Promise<CarrierFacts> {
  for (;;) {
    await askSetting(asking, answers, 'TWILIO_SID', {
      message: 'Account SID, from the first page of https://console.twilio.com',
    });
    await askSetting(asking, answers, 'TWILIO_AUTH_TOKEN', { message: 'Auth Token, from the same page' });
    const facts = factsOf(answers);
    const check = await asking.during('Asking the carrier', () => facts.account(''));
    if (check.ok) {
      asking.tell(`The carrier accepts the account${check.trial ? ', which is a trial' : ''}.`);
      if (check.trial) asking.warn('A trial account calls and texts verified numbers only, at most five.');
      await chooseNumber(asking, answers, facts);
      return facts;
    }
    asking.warn(
      check.reason === 'refused' ? check.refusal.advice : `The carrier did not answer: ${check.cause}`,
    );
  }
}

function factsOf(answers: Answers): CarrierFacts {
  return createCarrierFacts({
    accountSid: answers.get('TWILIO_SID') ?? '',
    authToken: answers.get('TWILIO_AUTH_TOKEN') ?? '',
    apiBaseUrl: answers.get('TWILIO_API_BASE_URL'),
    clock: createClock(),
  });
}

async function chooseNumber(asking: Asking, answers: Answers, facts: CarrierFacts): Promise<void> {
  const usable = (await facts.numbers()).filter(({ calls, texts }) => calls && texts);
  if (usable.length === 0) {
    asking.warn('The account has no number with voice and SMS. Buy one in the Twilio console, then go on.');
    await askSetting(asking, answers, 'TWILIO_NUMBER', { message: 'The number that you bought' });
    return;
  }
  const chosen = await asking.choose({
    message: 'The number that calls; visitors and your business see it',
    options: usable.map(({ number, name }) => ({ value: number, label: number, hint: name })),
    initial: answers.get('TWILIO_NUMBER'),
  });
  answers.set('TWILIO_NUMBER', chosen);
}

const pollMs = 1_000;
const patienceMs = 60_000;

/** Calls the business once and prints how the call ended. Nothing depends on the result. */
export async function tryBusinessCall(asking: Asking, answers: Answers, facts: CarrierFacts): Promise<void> {
  const to = variables.BUSINESS_NUMBER.schema.parse(answers.get('BUSINESS_NUMBER'))?.address;
  if (to === undefined || to.startsWith('sip:')) return;
  if (!(await asking.confirm('Call the business now, to try it? It costs one minute.', false))) return;
  try {
    const status = await asking.during('Calling', async () => {
      const sid = await facts.tryCall(to, answers.get('TWILIO_NUMBER') ?? '');
      return awaitEnd(facts, sid);
    });
    if (status === 'completed') asking.tell('The business was called, and the call was answered.');
    else asking.warn(`The call ended as ${status}. Check the number, and that the phone takes calls.`);
  } catch (error) {
    asking.warn(`The call was refused: ${(error as Error).message}`);
  }
}

async function awaitEnd(facts: CarrierFacts, sid: string): Promise<string> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const status = await facts.callStatus(sid);
    const isOver = !['queued', 'initiated', 'ringing', 'in-progress'].includes(status);
    if (isOver || Date.now() > giveUpAt) return status;
    await sleep(pollMs);
  }
}
