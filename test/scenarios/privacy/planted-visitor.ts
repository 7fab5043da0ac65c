import { readFileSync } from 'node:fs';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import type { Harness } from '../../support/engine/engine-harness.ts';

/** Somebody whose every trace can be recognised. */
export const planted = {
  name: 'Zebulon Quartermain',
  email: 'zebulon.q@planted.example',
  phone: '+12015550177',
  subject: 'a planted harpsichord',
  page: 'https://www.example.com/planted-page',
  signedInAs: 'Zeb Planted-Profile',
} as const;

const traces = [...Object.values(planted), planted.phone.slice(1), '2015550177'];

/** Which of the planted values can be read in the database's files, by anybody who opens them as bytes. */
export function tracesIn(path: string): string[] {
  const bytes = ['', '-wal', '-shm'].map((end) => readBytes(`${path}${end}`)).join('');
  return traces.filter((trace) => bytes.includes(trace));
}

function readBytes(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** The planted visitor asks, is called and missed, and is signed in meanwhile. */
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

/** Enough others, before and after, for the tables' pages to be split many times. */
export async function othersAsk(harness: Harness, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await harness.request({ phone: `+1201${555_0200 + (number % 700)}`, subject: 'x'.repeat(number % 140) });
  }
}
