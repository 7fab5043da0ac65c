import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRehearsal } from '../backend/cli/rehearsal/rehearsal.ts';
import { startOwnServer } from '../test/support/postgres/server.ts';
import { fillDatabase } from './measure/fill-database.ts';

/**
 * Moves a large database to Postgres and back under traffic. Prints how long writes and the slowest request waited:
 * node bench/move.ts --rows 1000000
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const pauseMs = 50;
const folder = mkdtempSync(join(tmpdir(), 'callback-move-'));
const file = join(folder, 'callbacks.db');
const back = join(folder, 'back.db');
const acknowledged: string[] = [];
const reasons = new Set<string>();
let refused = 0;
let slowestMs = 0;
let stopped = false;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function phoneOf(count: number): string {
  return `+1${202 + (Math.floor(count / 100) % 700)}55501${String(count % 100).padStart(2, '0')}`;
}

/** Networks that have nothing in common, so that no limit of one is reached. */
function addressOf(count: number): string {
  return `${20 + (count % 80)}.${(count * 7) % 250}.${(count * 13) % 250}.9`;
}

async function ask(url: string, count: number): Promise<void> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/api/v1/callbacks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': addressOf(count),
    },
    body: JSON.stringify({ name: 'Ada Example', phone: phoneOf(count) }),
  });
  slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  const answer = (await response.json()) as { request_id?: string; code?: string };
  if (answer.request_id !== undefined) acknowledged.push(answer.request_id);
  else {
    refused += 1;
    reasons.add(answer.code ?? String(response.status));
  }
}

async function visitorsAsk(url: string): Promise<void> {
  for (let count = 0; !stopped; count += 1) {
    await ask(url, count).catch(() => {
      refused += 1;
    });
    await sleep(pauseMs);
  }
}

async function move(settings: Record<string, string>, to: string): Promise<void> {
  slowestMs = 0;
  const before = { acknowledged: acknowledged.length, refused };
  const startedAt = performance.now();
  writeFileSync(join(folder, '.env'), '');
  const child = spawn(process.execPath, [join(import.meta.dirname, '../backend/cli/move.ts'), '--to', to], {
    cwd: folder,
    env: { PATH: process.env.PATH, NO_COLOR: '1', ...settings },
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  // Requests that waited for the new database are answered.
  await sleep(2_000);
  print(
    `${code === 0 ? 'moved' : 'NOT MOVED'} in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s; slowest request ${slowestMs.toFixed(0)} ms; ` +
      `${acknowledged.length - before.acknowledged} requests accepted, ${refused - before.refused} refused ${[...reasons].join()}`,
  );
}

const postgres = await startOwnServer();
await fillDatabase(file, Number(values.rows));
const most = '1000000';
const rehearsal = await startRehearsal({
  speed: 1,
  env: {
    DATABASE_PATH: file,
    CAPTCHA: 'off',
    TRUSTED_PROXIES: '127.0.0.1',
    MAX_CODES_PER_BLOCK: most,
    MAX_SMS_PER_HOUR: most,
    MAX_MINUTES_PER_DAY: most,
    MAX_CALLS_PER_DAY: most,
    DAILY_BUDGET: most,
    RETENTION_DAYS: '0',
  },
});
try {
  const traffic = visitorsAsk(rehearsal.backendUrl);
  await move({ DATABASE_PATH: file }, postgres.url);
  await move({ DATABASE_URL: postgres.url }, `sqlite:${back}`);
  stopped = true;
  await traffic;
  let missing = 0;
  for (const id of acknowledged)
    if (!(await fetch(`${rehearsal.backendUrl}/api/v1/callbacks/${id}`)).ok) missing += 1;
  print(`${acknowledged.length} acknowledged requests, ${missing} of them missing`);
} finally {
  await rehearsal.stop();
  postgres.end();
  rmSync(folder, { recursive: true, force: true });
}
