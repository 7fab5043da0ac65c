import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Harness, openHarness } from '../../support/engine/engine-harness.ts';

// rule: decide-on-saved-state
test('forty concurrent reports all count: after a conflict a decision is repeated', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.until(() => harness.carrier.calls[0]?.visitor?.status === 'in-progress');
  const [call] = harness.carrier.calls;
  const token = call?.request.token ?? '';
  await Promise.all(
    Array.from({ length: 40 }, (_, second) =>
      harness.hear({
        kind: 'leg',
        token,
        leg: 'visitor',
        report: { sid: call?.visitor?.sid ?? '', status: 'in-progress', talkSeconds: second + 1 },
        parentSid: call?.business.sid,
      }),
    ),
  );
  assert.equal((await harness.record(callbackId)).attempt?.visitor.talkSeconds, 40);
});

// rule: decide-on-saved-state
test('of a concurrent cancel and key press, the second sees the first’s decision', async () => {
  for (const first of ['cancel', 'key'] as const) {
    await using harness = await openHarness();
    const { callbackId } = await harness.proven();
    await harness.until(() => harness.carrier.calls[0]?.business.status === 'in-progress');
    await harness.clock.advance(100);
    const [call] = harness.carrier.calls;
    const keys = {
      kind: 'keys',
      digits: '1',
      token: call?.request.token ?? '',
      sid: call?.business.sid ?? '',
      requestToken: 'r',
    } as const;
    const acts = [() => harness.cancel(callbackId), () => harness.hear(keys)];
    const answers = await Promise.all((first === 'cancel' ? acts : acts.reverse()).map((act) => act()));
    const plan = answers.find((answer) => 'do' in answer);
    const { callback, attempt } = await harness.record(callbackId);
    assert.equal(callback.status, 'cancelled');
    assert.equal(attempt?.endAsked, true);
    // On Postgres either can commit first, whichever was asked first.
    assert.equal(plan?.do === 'dial-visitor', committedFirst(harness, callbackId) === 'key-pressed');
    await harness.settled(callbackId);
  }
});

function committedFirst(harness: Harness, callbackId: string): unknown {
  const [row] = harness.rows(
    `select event_type from audit_log where request_id = ? and event_type in ('key-pressed', 'visitor-cancelled')
    order by id limit 1`,
    callbackId,
  );
  return row?.event_type;
}

// rule: decide-on-saved-state
test('send-code reads again: a callback cancelled meanwhile gets no text message', async () => {
  let harness: Harness | undefined;
  harness = await openHarness({
    wrapHandlers: (handlers) => ({
      ...handlers,
      async 'send-code'(claimed, stopping) {
        await harness?.cancel(claimed.callbackId);
        return handlers['send-code'](claimed, stopping);
      },
    }),
  });
  await using opened = harness;
  const requested = await opened.request();
  assert.ok(requested.ok);
  await opened.settled(requested.callback.callbackId);
  await opened.clock.advance(60_000);
  assert.equal(opened.carrier.texts.length, 0);
});

// rule: decide-on-saved-state
test('every change writes an audit row with its actor', async () => {
  await using harness = await openHarness();
  const { callbackId } = await harness.proven();
  await harness.settled(callbackId);
  const rows = harness.rows(
    'select event_type, actor from audit_log where request_id = ? order by id',
    callbackId,
  );
  const kinds = rows.map(({ event_type }) => event_type);
  for (const kind of ['callback-requested', 'phone-proven', 'attempt-began', 'call-placed', 'key-pressed']) {
    assert.ok(kinds.includes(kind), kind);
  }
  assert.equal(rows.find(({ event_type }) => event_type === 'phone-proven')?.actor, 'visitor');
});
