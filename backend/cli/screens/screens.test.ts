import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { commands } from '../commands.ts';
import { cutLine } from './full-screen.ts';
import { menuLines } from './menu.ts';
import type { Sample } from './monitor-sample.ts';
import { monitorLines } from './monitor-view.ts';

const state = {
  Service: 'running (process), ready, since 2026-11-28 04:21 UTC',
  Address: 'http://127.0.0.1:8501, public https://callbacks.a-rather-long-name.example.com',
  Settings: '.env, valid',
  Warnings: 'All visitors share one rate limit; Half of a spending cap is used',
};

test('the menu fits 80 columns and 24 rows, and no summary is cut', () => {
  const lines = menuLines(commands, state, { note: '', columns: 80 });
  assert.ok(lines.length <= 24, String(lines.length));
  const options = lines.filter((line) => /\[\d+\]/.test(stripVTControlCharacters(line)));
  assert.equal(options.length, 14);
  for (const line of options) assert.ok(stripVTControlCharacters(line).length <= 80, line);
});

test('a line is cut at the width, and its colour codes take no room', () => {
  assert.equal(cutLine('abcdef', 6), 'abcdef');
  assert.equal(cutLine('abcdefg', 6), 'abcde…');
  assert.equal(cutLine('\u001b[31mabcdef\u001b[39mgh', 6), '\u001b[31mabcde\u001b[39m…');
});

const cap = { used: 800, set_aside: 100, cap: 1_000 };
const sample: Sample = {
  at: Date.UTC(2026, 10, 28, 12),
  service: 'process',
  server: 'ours',
  notReady: undefined,
  warnings: 1,
  version: '1.2.3',
  carrier: 'twilio',
  startedAt: Date.UTC(2026, 10, 26, 11),
  cpu: 0.25,
  memoryBytes: 200 * 2 ** 20,
  totalMemoryBytes: 2 ** 31,
  requests: { total: 12, failed: 1 },
  errors: 2,
  system: {
    version: '1.2.3',
    carrier: 'twilio',
    started_at: '2026-11-26T11:00:00Z',
    now: '2026-11-28T12:00:00Z',
    business: {
      name: 'Example',
      zone: 'UTC',
      open: true,
      hours: [],
      next_opening: null,
      closed_until: null,
      reason: null,
    },
    checks: [],
    queue: { due: 1, waiting: 2, oldest_due_at: '2026-11-28T11:59:00Z' },
    lines: { total: 2, in_use: 2 },
    caps: {
      texts_per_hour: cap,
      calls_per_day: cap,
      minutes_per_day: cap,
      money_per_day: { ...cap, currency: 'USD' },
    },
    errors: [],
    sizes: { callbacks: 3, database_bytes: 1, memory_bytes: 1 },
  },
  calls: Array.from({ length: 5 }, (_, index) => ({
    reference: `AB${index}`,
    step: 'business-rings',
    since: '2026-11-28T11:58:00Z',
  })),
  log: Array.from({ length: 60 }, (_, index) => `{"level":"error","message":"line ${index}"}`),
};

for (const [columns, rows] of [
  [80, 24],
  [140, 40],
] as const)
  test(`the monitor fills ${columns} by ${rows} with calls, caps and log lines`, () => {
    const lines = monitorLines(sample, { columns, rows }).map(stripVTControlCharacters);
    assert.equal(lines.length, rows);
    const all = lines.join('\n');
    assert.match(all, /Uptime +2 d 1 h/);
    assert.match(all, /2 of 2 lines +AB0 business-rings 11:58.*and 2 more/);
    assert.match(all, /█{18}░░ 800 of 1000 a day \(100 set aside\)/);
    assert.ok(lines.filter((line) => line.includes('line ')).length >= 5);
    assert.match(lines.at(-1) ?? '', /R restart +L logs +T tests +Q quit/);
  });

test('without an operator token the monitor says what is missing', () => {
  const lines = monitorLines({ ...sample, system: undefined }, { columns: 80, rows: 24 });
  assert.match(lines.join('\n'), /Set ADMIN_API_TOKEN/);
});

for (const [end, ending] of [
  ['an error', "throw new Error('planted')"],
  ['an exit', 'process.exit(3)'],
  ['SIGTERM', "process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1_000)"],
  ['SIGHUP', "process.kill(process.pid, 'SIGHUP'); setInterval(() => {}, 1_000)"],
] as const)
  test(`the terminal gets its first screen and cursor back after ${end}`, async () => {
    const module = new URL('./full-screen.ts', import.meta.url).href;
    const code = `import { openFullScreen } from '${module}'; openFullScreen(process.stdout).draw(['shown']); ${ending}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const shown = await text(child.stdout);
    assert.match(shown, /shown/);
    assert.ok(shown.endsWith('\u001b[?25h\u001b[?1049l'), JSON.stringify(shown));
  });
