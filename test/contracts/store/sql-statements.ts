import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { EffectKind } from '../../../backend/domain/effect.ts';
import { statusMessage } from '../../../backend/domain/messages/status-message.ts';
import { freshStore, type Open, type OpenedSqlStore, start } from './open-store.ts';
import { creation, phone, sampleCallback, saved } from './samples.ts';

const kinds: EffectKind[] = ['expire-request', 'place-call'];

/** What a database guarantees to programs and people that read or write its tables directly. */
export function sqlStatementRules(open: Open<OpenedSqlStore>): void {
  const stage = freshStore(open);

  for (const end of ['completed', 'failed', 'cancelled']) {
    for (const next of ['pending', 'verified', 'calling', 'connected', 'completed', 'failed', 'cancelled']) {
      const allowed = next === end || (end === 'failed' && next === 'verified');
      it(`${allowed ? 'allows' : 'refuses'} an SQL statement that turns ${end} into ${next}`, async () => {
        const { store, sql } = stage();
        const status = end as 'completed';
        await saved(store, creation(sampleCallback(1, { status })));
        const turn = sql(`update callbacks set request_status = '${next}'`);
        await (allowed ? turn : assert.rejects(turn, /ended keeps its end/));
        assert.equal((await store.load('request-1'))?.callback.status, allowed ? next : end);
      });
    }
  }

  it('refuses unknown statuses', async () => {
    const { store, sql } = stage();
    await saved(store, creation(sampleCallback(1)));
    await assert.rejects(sql(`update callbacks set request_status = 'lost'`));
  });

  it('leaves other kinds of effects alone', async () => {
    const { store, sql } = stage();
    await saved(
      store,
      creation(sampleCallback(1), { arm: [{ effect: { kind: 'expire-request' }, dueAt: start }] }),
    );
    await sql(`update effects set kind = 'from-the-future'`);
    assert.deepEqual(await store.claim({ kinds, owner: 'a', at: start, leaseMs: 1_000, limit: 9 }), []);
    assert.equal(await store.nextDue(kinds), undefined);
    assert.equal((await sql('select fence from effects'))[0]?.fence, 0);
  });

  it('answers both queries from the operator’s notes', async () => {
    const { store, sql } = stage();
    const audit = [{ eventType: 'callback-requested', eventData: { page: '/' }, actor: 'visitor' }];
    const callback = sampleCallback(1);
    await saved(store, creation(callback, { audit }));
    const [row] = await sql('SELECT * FROM callbacks ORDER BY created_at DESC LIMIT 10');
    assert.equal(row?.request_id, 'request-1');
    assert.equal(row?.visitor_phone, phone(1));
    assert.equal(row?.request_status, 'pending');
    assert.equal(row?.status_message, statusMessage(callback));
    assert.equal(row?.created_at, '2026-11-22T09:00:00.250Z');
    const [entry] = await sql('SELECT * FROM audit_log ORDER BY timestamp DESC LIMIT 20');
    assert.equal(entry?.event_type, 'callback-requested');
    assert.equal(entry?.event_data, '{"page":"/"}');
    assert.equal(entry?.actor, 'visitor');
    assert.equal(entry?.timestamp, '2026-11-22T09:00:00.250Z');
  });
}
