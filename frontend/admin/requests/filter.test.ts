import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFilter, readFragment, toCallbackFilter, withoutFilters, writeFragment } from './filter.ts';

const now = Date.parse('2026-11-28T12:00:00Z');

test('a filter survives the fragment, except for the text that was searched for', () => {
  const filter = {
    ...noFilter,
    status: ['failed', 'cancelled'],
    outcome: ['business-busy'],
    text: 'Maya +1 201 555 0123',
    range: 'custom',
    fromDay: '2026-11-01',
    toDay: '2026-11-07',
    sort: 'name',
    order: 'asc',
    limit: 500,
  } as const;
  const fragment = writeFragment(filter);
  assert.doesNotMatch(fragment, /maya|201|555/i);
  assert.deepEqual(readFragment(fragment), { ...filter, text: '' });
  assert.equal(writeFragment(noFilter), '');
});

test('a fragment with unknown parts is read without them', () => {
  const read = readFragment(
    'status=failed,exploded&outcome=x&range=soon&limit=7&sort=__proto__&from=yesterday',
  );
  assert.deepEqual(read, { ...noFilter, status: ['failed'] });
});

test('digits search for a phone, and other texts for a name', () => {
  const search = (text: string) => {
    const { phone, name } = toCallbackFilter({ ...noFilter, text }, now, 'UTC');
    return phone === undefined ? { name } : { phone };
  };
  assert.deepEqual(search(' 0123 '), { phone: '0123' });
  assert.deepEqual(search('(201) 555-0123'), { phone: '(201) 555-0123' });
  assert.deepEqual(search('Room 12'), { name: 'Room 12' });
  assert.deepEqual(search('李明'), { name: '李明' });
  assert.deepEqual(search('  '), { name: undefined });
});

test('chosen days begin at the business’s midnight, also when the clock changes', () => {
  const days = { ...noFilter, range: 'custom', fromDay: '2026-10-31', toDay: '2026-11-01' } as const;
  const { from, to } = toCallbackFilter(days, now, 'America/New_York');
  assert.deepEqual([from, to], ['2026-10-31T04:00:00.000Z', '2026-11-02T05:00:00.000Z']);
  const spring = toCallbackFilter(
    { ...days, fromDay: '2026-03-29', toDay: '2026-03-29' },
    now,
    'Europe/Berlin',
  );
  assert.deepEqual([spring.from, spring.to], ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']);
});

test('clearing all filters keeps the order and the page size', () => {
  const cleared = withoutFilters({ ...noFilter, needsYou: true, text: 'Ann', sort: 'name', limit: 10 });
  assert.deepEqual(cleared, { ...noFilter, sort: 'name', limit: 10 });
});
