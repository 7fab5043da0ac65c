import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import type { Log } from '../../ports/log.ts';
import { createLog } from './log.ts';

type Level = Parameters<typeof createLog>[0]['level'];

function written(use: (log: Log) => void, { level = 'debug' as Level, isTTY = false } = {}): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  use(createLog({ level, destination: Object.assign(stream, { isTTY }) }));
  return text;
}

function entry(use: (log: Log) => void): Record<string, unknown> {
  return JSON.parse(written(use));
}

test('each entry is one line of JSON with its level in words, the time and its fields', () => {
  const { time, ...rest } = entry((log) => log.info('a callback was asked for', { reference: 'K7M-42QP' }));
  assert.deepEqual(rest, { level: 'info', message: 'a callback was asked for', reference: 'K7M-42QP' });
  assert.match(String(time), /^\d{4}-\d\d-\d\dT.*Z$/);
});

test('what is below the level is not written', () => {
  const use = (log: Log) => {
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
  };
  assert.equal(written(use, { level: 'warn' }).split('\n').length, 3);
  assert.equal(written(use, { level: 'silent' }), '');
});

test('phone numbers are masked in fields, in faults and in what caused them', () => {
  const fault = Object.assign(
    new Error('no route to +12015550123', { cause: new Error('+12015550124 busy') }),
    {
      code: 'carrier-fault',
      request: { body: 'Body=code+123456' },
    },
  );
  const text = written((log) => log.error('the call failed', { to: '+12015550125' }, fault));
  assert.doesNotMatch(text, /\d5550\d{3}/);
  assert.doesNotMatch(text, /123456/);
  const told = JSON.parse(text);
  assert.equal(told.to, '+1201•••0125');
  assert.equal(told.cause.code, 'carrier-fault');
  assert.equal(told.cause.message, 'no route to +1201•••0123');
  assert.equal(told.cause.cause.message, '+1201•••0124 busy');
});

test('a cause that is no error is told too, and one that causes itself does not hang', () => {
  assert.equal(entry((log) => log.warn('odd', {}, 'a string')).cause, 'a string');
  const loop = new Error('loop');
  loop.cause = loop;
  assert.match(JSON.stringify(entry((log) => log.error('odd', {}, loop))), /loop/);
});

test('where a person is watching the lines are for people', () => {
  const text = written((log) => log.info('ready', { to: '+12015550123' }), { isTTY: true });
  assert.match(text, /INFO/);
  assert.match(text, /ready/);
  assert.match(text, /\+1201•••0123/);
  assert.throws(() => JSON.parse(text));
});
