import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noFilter } from './filter.ts';
import { canSave, filterOfView, isShown, nameView, removeView, savedViews, saveView } from './saved-views.ts';

const failed = { ...noFilter, status: ['failed'], range: '7d', sort: 'name', limit: 500 } as const;

test('a view keeps filters only, and its name says which', () => {
  saveView({ ...failed, text: 'Maya +1 201 555 0123' });
  assert.deepEqual(savedViews.value, ['status=failed&range=7d']);
  assert.equal(nameView('status=failed&range=7d'), 'Failed · Last 7 days');
  assert.equal(
    nameView('status=verified,calling,connected&outcome=talked&range=custom&from=2026-11-01'),
    'Pending · You talked · 2026-11-01',
  );
  assert.equal(nameView('needs=you&name=Maya'), 'Needs you');
  removeView('status=failed&range=7d');
  assert.deepEqual(savedViews.value, []);
});

test('a view is saved once, and only when it filters', () => {
  assert.equal(canSave(noFilter), false);
  assert.equal(canSave({ ...noFilter, text: 'Maya' }), false);
  assert.equal(canSave(failed), true);
  saveView(failed);
  saveView({ ...failed, order: 'asc', limit: 10 });
  assert.equal(savedViews.value.length, 1);
  assert.equal(isShown('status=failed&range=7d', failed), true);
  assert.equal(isShown('status=failed&range=7d', { ...failed, text: 'Maya' }), false);
});

test('a view keeps the order and the page size of the list', () => {
  const shown = filterOfView('status=failed&range=7d', {
    ...noFilter,
    sort: 'name',
    order: 'asc',
    limit: 10,
  });
  assert.deepEqual(shown, {
    ...noFilter,
    status: ['failed'],
    range: '7d',
    sort: 'name',
    order: 'asc',
    limit: 10,
  });
});
