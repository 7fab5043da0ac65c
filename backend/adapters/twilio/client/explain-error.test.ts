import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CarrierErrorClass } from '../../../ports/carrier/carrier-errors.ts';
import { explainError } from './explain-error.ts';

const meanings: Record<CarrierErrorClass, string[]> = {
  config: ['20003', '20404', '21210', '21212', '21606'],
  'bad-number': ['21211', '21217', '21214', '21614', '21612', '13223', '13224', '30003', '30005', '30006'],
  'not-permitted': [
    ...['21215', '21216', '21408', '13225', '13226', '13227', '32224'],
    ...['30004', '30007', '30034', '63016'],
  ],
  trial: ['21219', '573005', '21608', '572005', '10002'],
  'opted-out': ['21610'],
  throttled: ['20429', '21611'],
  unavailable: ['20500', '20503', '30008'],
  application: ['11200', '11205', '12100', '12300'],
};

for (const [meaning, codes] of Object.entries(meanings)) {
  test(`every ${meaning} code has its class and advice`, () => {
    for (const code of codes) {
      const refusal = explainError(code, 400);
      assert.equal(refusal.class, meaning, code);
      assert.equal(refusal.code, code);
      assert.match(refusal.advice, /^[A-Z].{40,}\.$/, code);
    }
  });
}

test('an unknown code gets its class from the HTTP status', () => {
  const classes = [401, 403, 404, 429, 400, 500, 503, undefined].map(
    (status) => explainError('29999', status).class,
  );
  assert.deepEqual(classes, [
    'config',
    'not-permitted',
    'config',
    'throttled',
    'application',
    'unavailable',
    'unavailable',
    'unavailable',
  ]);
  assert.match(explainError('29999', 400).advice, /errors\/29999/);
});

test('a failed connection gets advice without a code page', () => {
  const refusal = explainError('ENOTFOUND');
  assert.equal(refusal.class, 'unavailable');
  assert.match(refusal.advice, /TWILIO_API_BASE_URL/);
});
