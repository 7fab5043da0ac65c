import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sidOf } from './entry-data.ts';
import { groupOf } from './entry-groups.ts';
import { entryLine } from './entry-line.ts';
import { explainEntry } from './explain-entry.ts';

const sampleSid = `CA${'0123456789abcdef'.repeat(2)}`;
const calls = '/2010-04-01/Accounts/AC1/Calls';

function entry(kind: string, data: Record<string, unknown>) {
  return {
    seq: 1,
    at: '2026-01-05T10:00:00.000Z',
    kind,
    data,
  };
}

function line(kind: string, data: Record<string, unknown>) {
  return entryLine(entry(kind, data));
}

test('a request is shown by its method, its path without the account, and its status', () => {
  const post = { method: 'POST', url: `${calls}.json`, status: 201, lost: false };
  assert.deepEqual(line('rest.request', post), { title: 'POST /Calls', result: '201', tone: 'good' });
  const refused = { ...post, status: 429 };
  assert.equal(line('rest.request', refused).tone, 'bad');
  assert.equal(line('rest.request', { ...post, lost: true }).result, '201, answer lost');
  const get = { method: 'GET', url: `${calls}/${sampleSid}.json?x=1`, status: 200 };
  assert.equal(line('rest.request', get).title, 'GET /Calls/CA0123…cdef ?…');
});

test('a webhook is shown by its main field and its answer', () => {
  const gather = {
    kind: 'gather',
    params: { Digits: '1', CallStatus: 'in-progress' },
    attempt: 1,
    status: 200,
    tookMs: 7,
  };
  assert.deepEqual(line('webhook.sent', gather), { title: 'gather: 1', result: '200 · 7 ms', tone: 'good' });
  const status = {
    kind: 'status',
    params: { CallStatus: 'ringing' },
    attempt: 2,
    error: 'connect timed out',
  };
  assert.deepEqual(line('webhook.sent', status), {
    title: 'status: ringing (try 2)',
    result: 'connect timed out',
    tone: 'bad',
  });
});

test('TwiML is shown by its verbs', () => {
  const twiml = '<Response><Gather><Say>Hi</Say></Gather><Hangup/></Response>';
  assert.equal(line('call.twiml', { twiml }).title, 'Gather, Say, Hangup');
});

test('a call or text is shown by its phone', () => {
  assert.equal(line('call.ringing', { to: '+12015550123' }).title, '+1 201 555 0123 rings');
  const created = { from: '+12015550100', to: '+12015550142', direction: 'outbound-dial' };
  assert.equal(line('call.created', created).title, 'Call to +1 201 555 0142 by <Dial>');
  const written = { to: 'whatsapp:+12015550142', body: 'Hi' };
  assert.equal(line('message.created', written).title, 'WhatsApp to +1 201 555 0142: Hi');
  assert.equal(line('message.delivered', written).title, 'WhatsApp delivered');
  assert.equal(
    line('message.created', { ...written, to: '+12015550142' }).title,
    'Text to +1 201 555 0142: Hi',
  );
  assert.equal(line('message.undelivered', { errorCode: 30003 }).tone, 'bad');
  assert.equal(line('something.new', {}).title, 'something.new');
});

test('an entry belongs to its call, a request to the call that it names or creates', () => {
  assert.equal(sidOf(entry('call.ringing', { sid: sampleSid })), sampleSid);
  assert.equal(sidOf(entry('rest.request', { method: 'GET', url: `${calls}/${sampleSid}.json` })), sampleSid);
  const made = { method: 'POST', url: `${calls}.json`, answer: `{"sid":"${sampleSid}"}` };
  assert.equal(sidOf(entry('rest.request', made)), sampleSid);
  assert.equal(sidOf(entry('rest.request', { ...made, method: 'GET' })), '');
});

test('errors and faults are one group, and an unknown kind has none', () => {
  assert.deepEqual(
    ['call.error', 'fault.struck', 'call.heard', 'message.sent', 'something.new'].map(groupOf),
    ['trouble', 'trouble', 'call', 'text', undefined],
  );
});

test('webhooks and requests come with an explanation', () => {
  assert.match(explainEntry(entry('webhook.sent', { kind: 'voice' })), /answer is TwiML/);
  assert.match(
    explainEntry(entry('rest.request', { method: 'POST', url: `${calls}.json` })),
    /asks for a call/,
  );
  assert.match(
    explainEntry(entry('rest.request', { method: 'POST', url: `${calls}/${sampleSid}.json` })),
    /changes a call/,
  );
});
