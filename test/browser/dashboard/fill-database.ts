import { openDatabase } from '../../../backend/adapters/sql/database.ts';
import type { Callback, CallbackStatus } from '../../../backend/domain/callback/state.ts';
import type { Outcome } from '../../../backend/domain/outcome.ts';
import { sampleCallback } from '../../support/domain/sample-callback.ts';
import { createVirtualClock } from '../../support/fakes/virtual-clock.ts';

/** A name that would do harm wherever it were read as markup, as a script or as a formula. */
export const hostileName = '=<img src=x onerror=alert(1)>"\'</td><script>alert(2)</script>';

type Sample = {
  name: string;
  status: CallbackStatus;
  outcome?: Outcome;
  subject?: string;
  minutesAgo: number;
};

/** Requests that look different, and are hard to show. */
const special: readonly Sample[] = [
  { name: 'Maya Chen', status: 'failed', subject: 'Quote for a kitchen, about 14 m²', minutesAgo: 12 },
  {
    name: 'Maximiliane-Alexandrina von Hohenstein-Weißenburg und Altkirchen zu Oberpfaffenhofen',
    status: 'failed',
    outcome: 'visitor-no-answer',
    subject:
      'A subject that is as long as a subject may be, so that it needs to be cut at some place of the row',
    minutesAgo: 48,
  },
  {
    name: 'فاطمة الزهراء بنت محمد',
    status: 'failed',
    outcome: 'business-busy',
    subject: 'موعد يوم الخميس',
    minutesAgo: 95,
  },
  { name: hostileName, status: 'failed', outcome: 'business-declined', minutesAgo: 130 },
];

const names = [
  'Noah Patel',
  'Lena Fischer',
  'Tomás Ribeiro',
  'Aiko Tanaka',
  'Grace Okafor',
  '李明',
  'Ivy Brooks',
];
/** Names that every machine's fonts can show. */
const latinNames = [
  ...names.filter((name) => !/\p{Script=Han}/u.test(name)),
  'Emma Brandt',
  'Samir Haddad',
  'Zofia Nowak',
];
const ends: readonly [CallbackStatus, Outcome][] = [
  ['completed', 'talked'],
  ['completed', 'talked'],
  ['failed', 'business-no-answer'],
  ['completed', 'talked'],
  ['cancelled', 'cancelled-by-visitor'],
  ['failed', 'visitor-no-answer'],
  ['failed', 'waited-too-long'],
  ['completed', 'talked'],
];

/** Puts `count` requests into the database at `path`; the special ones, unless `isPlain`, are the newest. */
export async function fillDatabase(
  path: string,
  count: number,
  { isPlain = false }: { isPlain?: boolean } = {},
): Promise<void> {
  const clock = createVirtualClock({ settle: async () => {} });
  const { store } = await openDatabase({ path, clock });
  for (let index = count - 1; index >= 0; index -= 1) {
    const after = requestAt(index, isPlain);
    const saved = await store.commit({ callback: { before: undefined, after }, audit: auditOf(after) });
    if (!saved.ok) throw new Error(`The request could not be saved: ${saved.conflict}`);
  }
  await store.close();
}

function auditOf({ status }: Callback) {
  return [{ eventType: 'callback-created', eventData: { status }, actor: 'visitor' }];
}

function requestAt(index: number, isPlain: boolean): Callback {
  const first = isPlain ? special.slice(0, 1) : special;
  const sample = first[index] ?? ordinary(index, isPlain);
  const createdAt = Date.now() - sample.minutesAgo * 60_000;
  const outcome = sample.outcome ?? (sample.status === 'failed' ? 'business-no-answer' : 'talked');
  return sampleCallback(sample.status, {
    callbackId: `request${String(index).padStart(15, '0')}`,
    reference: referenceAt(index),
    visitor: {
      name: sample.name,
      phone: `+1201555${String(100 + (index % 100)).padStart(4, '0')}`,
      email: index % 3 === 0 ? 'visitor@example.com' : undefined,
    },
    subject: sample.subject,
    page: 'https://www.example.com/contact',
    outcome,
    notice: sample.status === 'failed' ? 'sent' : 'none',
    notices: [],
    createdAt,
    updatedAt: createdAt + 40_000,
    verifiedAt: createdAt + 25_000,
    endedAt: createdAt + 40_000,
  });
}

/** Pictures show names as visitors write them; tests tell requests apart by their numbers. */
function ordinary(index: number, isPlain: boolean): Sample {
  const [status, outcome] = ends[index % ends.length] ?? ['completed', 'talked'];
  return {
    name: isPlain ? (latinNames[index % latinNames.length] ?? '') : `${names[index % names.length]} ${index}`,
    status,
    outcome,
    ...(index % 4 === 0 && { subject: 'Please call about my order' }),
    minutesAgo: 180 + index * 53,
  };
}

function referenceAt(index: number): string {
  return `K${(index % 90) + 10}-${String(index).padStart(4, '0')}`;
}
