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

test('an entry is one line of JSON with level, time, message and fields', () => {
  const { time, ...rest } = entry((log) => log.info('callback requested', { reference: 'K7M-42QP' }));
  assert.deepEqual(rest, { level: 'info', message: 'callback requested', reference: 'K7M-42QP' });
  assert.match(String(time), /^\d{4}-\d\d-\d\dT.*Z$/);
});

test('entries below the level are not written', () => {
  const use = (log: Log) => {
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
  };
  assert.equal(written(use, { level: 'warn' }).split('\n').length, 3);
  assert.equal(written(use, { level: 'silent' }), '');
});

test('phone numbers are masked in fields, errors and their causes', () => {
  const error = Object.assign(
    new Error('no route to +12015550123', { cause: new Error('+12015550124 busy') }),
    {
      code: 'carrier-fault',
      request: { body: 'Body=code+123456' },
    },
  );
  const text = written((log) => log.error('the call failed', { to: '+12015550125' }, error));
  assert.doesNotMatch(text, /\d5550\d{3}/);
  assert.doesNotMatch(text, /123456/);
  const logged = JSON.parse(text);
  assert.equal(logged.to, '+1201•••0125');
  assert.equal(logged.cause.code, 'carrier-fault');
  assert.equal(logged.cause.message, 'no route to +1201•••0123');
  assert.equal(logged.cause.cause.message, '+1201•••0124 busy');
});

test('a cause can be a string, and a cyclic cause is cut off', () => {
  assert.equal(entry((log) => log.warn('odd', {}, 'a string')).cause, 'a string');
  const loop = new Error('loop');
  loop.cause = loop;
  assert.match(JSON.stringify(entry((log) => log.error('odd', {}, loop))), /loop/);
});

test('lines on a terminal are readable and masked', () => {
  const text = written((log) => log.info('ready', { to: '+12015550123' }), { isTTY: true });
  assert.match(text, /INFO/);
  assert.match(text, /ready/);
  assert.match(text, /\+1201•••0123/);
  assert.throws(() => JSON.parse(text));
});
