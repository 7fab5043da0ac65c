import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renameLegacyFields } from './legacy.ts';

test("the first version's field names become the current names", () => {
  const body = { visitor_name: 'Ann', visitor_phone: '1', visitor_email: 'a@example.com', subject: 'x' };
  const { name, phone, email, subject } = renameLegacyFields(body) as Record<string, string>;
  assert.deepEqual(
    { name, phone, email, subject },
    { name: 'Ann', phone: '1', email: 'a@example.com', subject: 'x' },
  );
});

test('if a body has both names, the current name wins', () => {
  const body = renameLegacyFields({ name: 'Ann', visitor_name: 'Bob' }) as Record<string, string>;
  assert.equal(body.name, 'Ann');
});

test('a body that is not an object is left unchanged for the schema', () => {
  for (const body of [undefined, null, 'text', 7, ['visitor_name']])
    assert.equal(renameLegacyFields(body), body);
});
