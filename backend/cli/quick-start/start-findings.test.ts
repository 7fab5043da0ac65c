import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFindings } from './start-findings.ts';

test('every warning and error of a start is found once, with its fix', () => {
  const lines = [
    { level: 'info', message: 'Database initialized' },
    { level: 'warn', message: 'settings can be read by other users', path: '.env', fix: 'chmod 600 .env' },
    {
      level: 'error',
      message: 'carrier rejected the credentials',
      carrier_error: '20003',
      fix: 'copy it again',
    },
    {
      level: 'error',
      message: 'carrier rejected the credentials',
      carrier_error: '20003',
      fix: 'copy it again',
    },
    { level: 'error', message: 'HTTP request failed', cause: { stack: 'at …' } },
  ].map((line) => JSON.stringify({ ...line, time: '2026-11-28T00:00:00Z' }));
  assert.deepEqual(findFindings(`not JSON\n${lines.join('\n')}\n`), [
    { level: 'warn', text: 'settings can be read by other users (path: .env)', fix: 'chmod 600 .env' },
    { level: 'error', text: 'carrier rejected the credentials (carrier_error: 20003)', fix: 'copy it again' },
    { level: 'error', text: 'HTTP request failed', fix: 'see the log' },
  ]);
  assert.deepEqual(findFindings(''), []);
});
