import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMet, type Report, rowFrom } from './report.ts';
import { formatNumber, renderTable } from './table.ts';

const ratio = rowFrom({
  part: 'Intake',
  name: 'of the bare route',
  unit: 'ratio',
  rounds: [0.5, 0.3, 0.45],
  aim: { better: 'higher', than: 0.4 },
});
const memory = rowFrom({
  part: 'Memory',
  name: 'idle',
  unit: 'MB',
  rounds: [131.2, 140],
  aim: { better: 'lower', than: 130 },
});
const rate = rowFrom({ part: 'Intake', name: 'requests', unit: 'a second', rounds: [1234.5] });

const report: Report = {
  machine: {
    cpu: 'Test CPU',
    cores: 2,
    memoryGb: 4,
    system: 'Linux 6 x64',
    node: 'v24.0.0',
    fsync: { p50: 0.25, p99: 3 },
    load: 0.5,
    fileSystem: 'ext4',
  },
  seconds: 12.3,
  rows: [rate, ratio, memory],
  notes: ['A note.'],
};

test('a row has the median and the spread of its rounds', () => {
  assert.equal(ratio.value, 0.45);
  assert.deepEqual(ratio.spread, { low: 0.3, high: 0.5 });
  assert.equal(ratio.rounds, 3);
});

test('an aim is met at its limit and on its better side', () => {
  assert.ok(isMet(ratio));
  assert.ok(!isMet(memory));
  assert.ok(isMet(rate));
  assert.ok(isMet({ ...memory, value: 130 }));
  assert.ok(isMet({ ...ratio, value: 0.4 }));
  assert.ok(!isMet({ ...ratio, value: 0.39 }));
});

test('the table starts with the machine and names each part once', () => {
  const lines = renderTable(report).split('\n');
  assert.match(lines[0] ?? '', /Test CPU, 2 cores, 4.0 GB, Linux 6 x64, Node v24.0.0/);
  assert.match(lines[1] ?? '', /ext4; fsync of 4 KB: p50 0.25 ms, p99 3.00 ms/);
  assert.equal(lines.filter((line) => line === 'Intake').length, 1);
  assert.equal(lines.at(-1), '· A note.');
});

test('each line has value, spread, rounds and whether the aim is met', () => {
  const text = renderTable(report);
  assert.match(text, /of the bare route +0\.45 +0\.30 – 0\.50 +3 +✔ ≥ 0\.40/);
  assert.match(text, /idle +136 MB +131 – 140 +2 +✖ ≤ 130/);
  assert.match(text, /requests +1,235 a second +1,235 – 1,235 +1$/m);
});

test('the number of rounds ends in the same column on every line', () => {
  const lines = renderTable(report).split('\n');
  const end = (lines.find((line) => line.includes('rounds')) ?? '').indexOf('rounds') + 'rounds'.length;
  for (const line of lines.filter((text) => text.includes('–') && !text.includes('rounds'))) {
    assert.match(line.slice(0, end), / \d$/);
  }
});

test('milliseconds from 100 on have no fraction', () => {
  assert.equal(formatNumber(9.96, 'ms'), '10.0');
  assert.equal(formatNumber(123.4, 'ms'), '123');
});
