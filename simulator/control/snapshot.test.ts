import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountNumber, business, setUpSimulator, visitorNumber } from '../test-support/setup.ts';

const dial = `<Response><Say>One moment</Say><Dial>${visitorNumber}</Dial></Response>`;

test('named phones come first, then the latest seen; actions do not reorder them', async (t) => {
  const { simulator, clock } = await setUpSimulator(t, { names: new Map([[business, 'Business']]) });
  const numbers = () => simulator.snapshot().phones.map(({ number }) => number);
  assert.deepEqual(numbers(), [business]);
  simulator.setPhone({ number: '+12015550130', script: 'human' });
  await clock.run(1_000);
  simulator.messageFrom({ from: '+12015550131', to: accountNumber, body: 'Hi' });
  await clock.run(1_000);
  simulator.setPhone({ number: '+12015550130', script: 'manual' });
  simulator.setPhone({ number: '+12015550131', script: 'manual' });
  simulator.messageFrom({ from: '+12015550130', to: accountNumber, body: 'Hi' });
  assert.deepEqual(numbers(), [business, '+12015550131', '+12015550130']);
  simulator.setPhone({ number: '+12015550130', script: 'manual', name: 'Visitor' });
  assert.deepEqual(
    simulator.snapshot().phones.map(({ name }) => name),
    ['Business', 'Visitor', undefined],
  );
});

test("a phone's snapshot has its calls, its talk partner and its messages", async (t) => {
  const { simulator, clock, client } = await setUpSimulator(t);
  await client.messages.create({ to: visitorNumber, from: accountNumber, body: 'Your code is 123456' });
  await client.calls.create({ to: business, from: accountNumber, twiml: dial });
  const phone = (number: string) => simulator.snapshot().phones.find((one) => one.number === number);
  await clock.run(3_000);
  assert.deepEqual(phone(business)?.calls[0]?.heard, ['One moment']);
  assert.equal(phone(business)?.calls[0]?.talksWith, undefined);
  await clock.run(4_000);
  assert.equal(phone(business)?.calls[0]?.talksWith, visitorNumber);
  assert.equal(phone(visitorNumber)?.calls[0]?.talksWith, business);
  assert.equal(phone(visitorNumber)?.messages[0]?.body, 'Your code is 123456');
  await clock.run(60_000);
  assert.deepEqual(phone(business)?.calls, []);
  assert.equal(phone(business)?.lastCall?.status, 'completed');
});

test('pageUrl is the configured address or the origin of the voice URL', async (t) => {
  const { simulator } = await setUpSimulator(t);
  assert.equal(simulator.snapshot().pageUrl, undefined);
  simulator.updateSettings({ voiceUrl: 'http://127.0.0.1:8501/twilio/voice' });
  assert.equal(simulator.snapshot().pageUrl, 'http://127.0.0.1:8501');
  const other = await setUpSimulator(t, { pageUrl: 'https://pages.example.com/shop/' });
  assert.equal(other.simulator.snapshot().pageUrl, 'https://pages.example.com/shop/');
});

test('the snapshot shows the latest phones when there are many', async (t) => {
  const { simulator, clock } = await setUpSimulator(t);
  for (let index = 0; index < 30; index += 1) {
    simulator.setPhone({ number: `+120155501${10 + index}`, script: 'human' });
    await clock.run(1);
  }
  const { phones, more } = simulator.snapshot();
  assert.deepEqual([phones.length, more, phones[0]?.number], [24, 6, '+12015550139']);
});

test('the snapshot counts text segments and started minutes as a carrier charges them', async (t) => {
  const { simulator, clock, client } = await setUpSimulator(t);
  assert.deepEqual(simulator.snapshot().charged, { segments: 0, minutes: 0 });
  await client.messages.create({ to: visitorNumber, from: accountNumber, body: 'a'.repeat(161) });
  simulator.messageFrom({ from: visitorNumber, to: accountNumber, body: 'Thanks' });
  simulator.setPhone({ number: '+12015550130', script: 'no-answer' });
  await client.calls.create({ to: '+12015550130', from: accountNumber, twiml: dial });
  await client.calls.create({ to: business, from: accountNumber, twiml: dial });
  await clock.run(120_000);
  assert.deepEqual(simulator.snapshot().charged, { segments: 2, minutes: 2 });
});
