import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Callback } from '../callback/state.ts';
import { speechIn } from './speech.ts';

const speech = speechIn('en');

const callback: Callback = {
  callbackId: 'r',
  siteId: 'default',
  reference: 'K7M-42QP',
  visitor: { name: 'Ann', phone: '+12015550123', email: undefined },
  subject: 'broken heater',
  page: undefined,
  status: 'calling',
  outcome: undefined,
  notice: 'none',
  notices: [],
  code: { sendNumber: 1, sentAt: 0, guesses: 0, delivery: 'sent', withheld: false },
  attempts: 1,
  version: 1,
  createdAt: 0,
  updatedAt: 0,
  verifiedAt: 0,
  endedAt: undefined,
  done: undefined,
};

test('the business hears who asks and why, and which key does what', () => {
  const heard =
    'Ann asks for a callback, about: broken heater. To talk to them now, press 1. To decline, press 2.';
  assert.equal(speech.screening(callback), heard);
  assert.match(speech.screening({ ...callback, subject: undefined }), /^Ann asks for a callback\. To talk/);
});

test('a topic that ends a sentence by itself gets no second full stop', () => {
  for (const subject of ['Are you open today?', 'It leaks!', 'A leak.', '今日は？', '"Now?"'])
    assert.match(speech.screening({ ...callback, subject }), /[?!.？]"? To talk/u, subject);
  assert.match(speech.screening({ ...callback, subject: 'a leak (again)' }), /\(again\)\. To talk/);
  for (const subject of ['today?', 'today!', 'today.'])
    assert.doesNotMatch(speech.screening({ ...callback, subject }), /[?!.]\./, subject);
});

test('long fields are shortened, so that the business soon hears which keys to press', () => {
  const endless = {
    ...callback,
    visitor: { ...callback.visitor, name: 'n'.repeat(200) },
    subject: 's'.repeat(500),
  };
  assert.ok(speech.screening(endless).length < 300);
  assert.match(speech.screening(endless), /press 1\. To decline, press 2\.$/);
});

test('the business hears that the visitor could not be reached', () => {
  assert.match(speech.visitorUnreachable(callback), /^Ann could not be reached/);
});

test('a person who calls the number hears whose it is', () => {
  assert.match(speech.inboundGreeting('Plumber & Sons'), /^This number belongs to Plumber & Sons\./);
});

test('both parties hear of the recording before they are connected', () => {
  assert.equal(speech.recordedConnecting(), `${speech.recording()} ${speech.connecting()}`);
  assert.match(speech.recording(), /is recorded/);
});

test('a failed call ends with an apology', () => {
  assert.match(speech.apology(), /^Sorry/);
});
