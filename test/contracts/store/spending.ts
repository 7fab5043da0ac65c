import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Amounts, chargeOf, zeroAmounts } from '../../../backend/domain/budget/charge.ts';
import type { Caps } from '../../../backend/domain/budget/spending-rules.ts';
import { freshStore, type OpenStore, type Stage, start } from './open-store.ts';
import { advance, creation, refused, sampleCallback, saved } from './samples.ts';

const caps: Caps = { textsPerHour: 100, callsPerDay: 7, minutesPerDay: 1_000, moneyPerDay: 1_000_000 };
const code: Amounts = { texts: 1, calls: 0, minutes: 0, money: 10 };
const call: Amounts = { texts: 0, calls: 1, minutes: 20, money: 300 };
const charge = chargeOf(caps, code, [{ part: 'call', amounts: call }]);
const used: Amounts = { texts: 0, calls: 1, minutes: 3, money: 45 };

async function counted({ rows }: Stage, period: 'hour' | 'day') {
  return (await rows('usage_counters'))
    .filter((row) => row.period === period)
    .map(({ starts_at, texts, calls, minutes, money }) => ({ starts_at, texts, calls, minutes, money }));
}

const slotStart = new Date(start - (start % 300_000)).toISOString();

export function spendingRules(open: OpenStore): void {
  const stage = freshStore(open);

  it('of a hundred concurrent requests accepts exactly what the caps allow', async () => {
    const { store } = stage();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) => store.commit(creation(sampleCallback(n), { charge }))),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 7);
    assert.ok(outcomes.every((outcome) => outcome.ok || outcome.conflict === 'budget-reached'));
    const [day] = await counted(stage(), 'day');
    assert.deepEqual(
      { ...day },
      { starts_at: '2026-11-22T00:00:00.000Z', texts: 7, calls: 7, minutes: 140, money: 7 * 310 },
    );
  });

  for (const [cap, most] of Object.entries({
    textsPerHour: 0,
    callsPerDay: 0,
    minutesPerDay: 19,
    moneyPerDay: 309,
  })) {
    it(`refuses what exceeds ${cap}, and counts none of it`, async () => {
      const tight = { ...charge, caps: { ...caps, [cap]: most } };
      const change = creation(sampleCallback(1), { charge: tight });
      assert.equal(await refused(stage().store, change), 'budget-reached');
      assert.deepEqual(await counted(stage(), 'hour'), []);
    });
  }

  it('releases the unused part once, to the period it was reserved in', async () => {
    const { store, clock } = stage();
    let callback = await saved(store, creation(sampleCallback(1), { charge }));
    clock.at = start + 24 * 3_600_000;
    for (let times = 0; times < 2; times += 1)
      callback = await saved(store, advance(callback, {}, { release: [{ part: 'call', used }] }));
    const [hour, ...others] = await counted(stage(), 'hour');
    assert.deepEqual({ ...hour }, { starts_at: slotStart, texts: 1, calls: 0, minutes: 0, money: 0 });
    assert.deepEqual(others, []);
    assert.equal((await counted(stage(), 'day'))[0]?.money, 55);
  });

  it('keeps full charges and reserves again after the release', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(sampleCallback(1), { charge }));
    await saved(store, advance(callback, {}, { release: [{ part: 'call', used: 'all' }], charge }));
    assert.equal((await counted(stage(), 'day'))[0]?.calls, 2);
  });

  it('releases nothing when the change is refused', async () => {
    const { store } = stage();
    const callback = await saved(store, creation(sampleCallback(1), { charge }));
    await saved(store, advance(callback));
    const late = advance(callback, {}, { release: [{ part: 'call', used: zeroAmounts }] });
    assert.equal(await refused(store, late), 'stale');
    assert.equal((await counted(stage(), 'day'))[0]?.calls, 1);
  });

  it('keeps charges and reserves after a restart', async () => {
    const { store, reopen } = stage();
    const callback = await saved(store, creation(sampleCallback(1), { charge }));
    const after = await reopen();
    const full = chargeOf({ ...caps, callsPerDay: 1 }, call, []);
    assert.equal(await refused(after, creation(sampleCallback(2), { charge: full })), 'budget-reached');
    await saved(after, advance(callback, {}, { release: [{ part: 'call', used: zeroAmounts }] }));
    await saved(after, creation(sampleCallback(2), { charge: full }));
  });

  it('starts a call only with a reserve and counters below the caps', async () => {
    const { store } = stage();
    const covered = (own: Partial<Caps> = {}) => ({
      guards: [{ kind: 'call-covered', caps: { ...caps, ...own } } as const],
    });
    let callback = await saved(store, creation(sampleCallback(1), { charge }));
    for (const lowered of [{ callsPerDay: 0 }, { minutesPerDay: 19 }, { moneyPerDay: 309 }])
      assert.equal(await refused(store, advance(callback, {}, covered(lowered))), 'budget-reached');
    callback = await saved(store, advance(callback, {}, covered()));
    callback = await saved(store, advance(callback, {}, { release: [{ part: 'call', used }] }));
    assert.equal(await refused(store, advance(callback, {}, covered())), 'budget-reached');
  });

  it('accepts a captcha solution once, and removes it when it has expired', async () => {
    const { store, clock } = stage();
    const solved = { challenge: 'one', expiresAt: start + 600_000 };
    assert.equal(await store.isChallengeUsed('one'), false);
    await saved(store, creation(sampleCallback(1), { captchaSolution: solved }));
    assert.equal(await store.isChallengeUsed('one'), true);
    assert.equal(
      await refused(store, creation(sampleCallback(2), { captchaSolution: solved })),
      'challenge-used',
    );
    clock.at = solved.expiresAt;
    await saved(store, creation(sampleCallback(2), { captchaSolution: { ...solved, challenge: 'two' } }));
    assert.equal(await store.isChallengeUsed('one'), false);
  });

  it('sends exactly the limit of codes to a block of neighbouring numbers', async () => {
    const { store } = stage();
    const guards = [{ kind: 'block-below', block: '+120155501', since: start, max: 4 } as const];
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.commit(creation(sampleCallback(n), { guards }))),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 4);
    assert.ok(outcomes.every((outcome) => outcome.ok || outcome.conflict === 'block-limit'));
    assert.equal((await store.codesSentToBlock('+120155501', start)).length, 4);
  });

  it('accepts exactly the limit of a signed-in visitor, from any client', async () => {
    const { store } = stage();
    const guards = [{ kind: 'identity-below', identity: 'ann', since: start, max: 3 } as const];
    const from = (n: number) => ({
      client: `client ${n}`,
      idempotencyKey: undefined,
      bodyHash: undefined,
      identity: 'ann',
    });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        store.commit(creation(sampleCallback(n), { guards, origin: from(n) })),
      ),
    );
    assert.equal(outcomes.filter(({ ok }) => ok).length, 3);
    assert.ok(outcomes.every((outcome) => outcome.ok || outcome.conflict === 'identity-limit'));
    assert.equal((await store.createdByIdentity('ann', start)).length, 3);
  });
}
