import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CarrierErrorClass, isOurFault } from '../../../ports/carrier/carrier-errors.ts';
import { explainError } from './explain-error.ts';

const meanings: Record<CarrierErrorClass, string[]> = {
  config: [
    ...['20003', '20404', '21210', '21212', '21606'],
    ...['21612', '30002', '30010', '30024', '30037'],
  ],
  'bad-number': ['21211', '21217', '21214', '21614', '13223', '13224', '30003', '30005', '30006'],
  'not-permitted': [
    ...['21215', '21216', '21408', '13225', '13226', '13227', '32224', '60238', '60605'],
    ...['30004', '30007', '30018', '30032', '30033', '30034', '30035', '30038', '30040', '30450', '63016'],
  ],
  trial: ['21219', '573005', '21608', '572005', '10002'],
  'opted-out': ['21610'],
  throttled: ['20429', '21611', '30001', '30022', '30023', '30027'],
  unavailable: ['20500', '20503', '30008', '30009', '30017', '30036', '30410'],
  application: ['11200', '11205', '12100', '12300'],
};

/** The codes that a carrier reports after it accepted the request, without an HTTP status. */
const asynchronous = {
  ours: [
    ...['11200', '11205', '12100', '12300', '13225', '13226', '13227', '32224', '60238', '60605', '63016'],
    ...['21408', '21608', '21612', '30002', '30004', '30007', '30010', '30018', '30024', '30032', '30033'],
    ...['30034', '30035', '30037', '30038', '30040', '30450', '572005', '573005'],
  ],
  theirs: ['13223', '13224', '21610', '30003', '30005', '30006'],
  unclear: ['30001', '30008', '30009', '30017', '30022', '30023', '30027', '30036', '30410'],
};

test('every asynchronous code has a row with a fix, and says whose fault it is', () => {
  for (const [whose, codes] of Object.entries(asynchronous)) {
    for (const code of codes) {
      const refusal = explainError(code);
      assert.doesNotMatch(refusal.advice, /Look up the code/, code);
      assert.equal(isOurFault(refusal), whose === 'ours', code);
      if (whose === 'ours') assert.doesNotMatch(refusal.advice, /check (the|its) (number|digits)/i, code);
    }
  }
});

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
