import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renameLegacyFields } from './legacy.ts';

test("the first version's names mean today's fields", () => {
  const body = { visitor_name: 'Ann', visitor_phone: '1', visitor_email: 'a@example.com', subject: 'x' };
  const { name, phone, email, subject } = renameLegacyFields(body) as Record<string, string>;
  assert.deepEqual(
    { name, phone, email, subject },
    { name: 'Ann', phone: '1', email: 'a@example.com', subject: 'x' },
  );
});

test("where both names are given, today's counts", () => {
  const body = renameLegacyFields({ name: 'Ann', visitor_name: 'Bob' }) as Record<string, string>;
  assert.equal(body.name, 'Ann');
});

test('what is no object is left for the schema to refuse', () => {
  for (const body of [undefined, null, 'text', 7, ['visitor_name']])
    assert.equal(renameLegacyFields(body), body);
});
