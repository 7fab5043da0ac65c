import { readFileSync } from 'node:fs';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import type { Harness } from '../../support/engine/engine-harness.ts';
import { readRows } from '../../support/engine/read-rows.ts';

/** A visitor whose values are all recognisable. */
export const planted = {
  name: 'Zebulon Quartermain',
  email: 'zebulon.q@planted.example',
  phone: '+12015550177',
  subject: 'a planted harpsichord',
  page: 'https://www.example.com/planted-page',
  signedInAs: 'Zeb Planted-Profile',
} as const;

const traces = [...Object.values(planted), planted.phone.slice(1), '2015550177'];

/** Returns the planted values that the bytes of the database's files, or the rows of its tables, contain. */
export function tracesIn(path: string): string[] {
  const bytes = path.startsWith('postgres:')
    ? allRows(path)
    : ['', '-wal', '-shm'].map((end) => readBytes(`${path}${end}`)).join('');
  return traces.filter((trace) => bytes.includes(trace));
}

/** Postgres overwrites deleted rows later: docs/scaling.md says so. */
function allRows(path: string): string {
  const tables = readRows(path, "select tablename from pg_tables where schemaname = 'public'");
  return tables
    .map(({ tablename }) =>
      JSON.stringify(readRows(path, `select to_json(rows) as row from ${tablename} rows`)),
    )
    .join('');
}

function readBytes(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The planted visitor signs in and requests a callback, which is missed. */
export async function leaveTraces(harness: Harness): Promise<Callback> {
  const { ports } = harness.process();
  const { name, email, phone, subject, page } = planted;
  const identity = {
    fingerprint: 'f'.repeat(64),
    provider: 'google',
    name: planted.signedInAs,
    email,
    provenPhone: phone,
  };
  const at = harness.clock.now();
  await ports.sessions.open({ key: 'planted session', identity, expiresAt: at + 1_800_000 }, at);
  const { callbackId } = await harness.proven({ name, email, phone, subject, page });
  return harness.settled(callbackId);
}

/** Other visitors before and after, enough to split the tables' pages many times. */
export async function othersAsk(harness: Harness, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await harness.request({ phone: `+1201${555_0200 + (number % 700)}`, subject: 'x'.repeat(number % 140) });
  }
}
