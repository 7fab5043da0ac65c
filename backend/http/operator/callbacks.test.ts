import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CallbackDetails,
  type CallbackPage,
  callbackDetails,
  callbackPage,
  retried,
} from '../../../contract/operator/callbacks.ts';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { newToken, operate, withOperator } from '../../../test/support/http/operator-requests.ts';
import { assertProblem, miss, people, prove } from '../../../test/support/http/visitor-requests.ts';
import { sameEachDay } from '../../domain/site/business-hours.ts';

async function search(setup: HttpSetup, body: Record<string, unknown> = {}): Promise<CallbackPage> {
  const answer = await operate(setup, '/callbacks/search', { body });
  assert.equal(answer.statusCode, 200, answer.body);
  return callbackPage.strict().parse(answer.json());
}

function names({ items }: CallbackPage): string[] {
  return items.map(({ name }) => name);
}

async function details(setup: HttpSetup, id: string): Promise<CallbackDetails> {
  return callbackDetails.strict().parse((await operate(setup, `/callbacks/${id}`)).json());
}

test('the list shows the newest callback first, with all that a row needs', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await people(setup, ['Ann Lee', '201-555-0145'], ['Zoë Müller', '201-555-0146']);
  const page = await search(setup);
  assert.deepEqual(names(page), ['Zoë Müller', 'Ann Lee']);
  assert.deepEqual([page.total, page.next], [2, null]);
  const [row] = page.items;
  assert.deepEqual([row?.phone, row?.phone_formatted], ['+12015550146', '+1 201 555 0146']);
  assert.deepEqual([row?.status, row?.needs_you, row?.done], ['pending', false, null]);
});

test('pages follow each other without gaps while new callbacks arrive', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await people(setup, ['A', '201-555-0141'], ['B', '201-555-0142'], ['C', '201-555-0143']);
  for (const [sort, order, expected] of [
    ['created_at', 'desc', ['C', 'B', 'A']],
    ['created_at', 'asc', ['A', 'B', 'C']],
    ['name', 'asc', ['A', 'B', 'C']],
    ['updated_at', 'desc', ['C', 'B', 'A']],
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: CallbackPage = await search(setup, { sort, order, limit: 1, cursor });
      seen.push(...names(page));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen, expected, `${sort} ${order}`);
  }
});

test('a phone is found in any notation and by its last digits', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await people(setup, ['Ann', '201-555-0145'], ['Ben', '201-555-0146'], ['Cem', '212-555-0145']);
  assert.deepEqual(names(await search(setup, { phone: '(201) 555-0145' })), ['Ann']);
  assert.deepEqual(names(await search(setup, { phone: '+1 201 555 0145' })), ['Ann']);
  assert.deepEqual(names(await search(setup, { phone: '0145' })), ['Cem', 'Ann']);
  assert.deepEqual(names(await search(setup, { phone: '1 555-0145' })), ['Ann']);
  assert.deepEqual(names(await search(setup, { phone: '145' })), []);
});

test('a part of a name is found in any case, also one or two letters', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await people(
    setup,
    ['Zoë Müller', '201-555-0145'],
    ['Ann "Annie" Lee', '201-555-0146'],
    ['李明', '201-555-0147'],
  );
  assert.deepEqual(names(await search(setup, { name: 'müll' })), ['Zoë Müller']);
  assert.deepEqual(names(await search(setup, { name: 'zoe' })), ['Zoë Müller']);
  assert.deepEqual(names(await search(setup, { name: '"Annie"' })), ['Ann "Annie" Lee']);
  assert.deepEqual(names(await search(setup, { name: '明' })), ['李明']);
  assert.deepEqual(names(await search(setup, { name: '%' })), []);
  assert.deepEqual(names(await search(setup, { name: 'Zacharias' })), []);
});

test('filters by status, outcome, time and need narrow each other', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const start = new Date(setup.clock.now()).toISOString();
  const [ann = '', ben = ''] = await people(
    setup,
    ['Ann', '201-555-0145'],
    ['Ben', '201-555-0146'],
    ['Cem', '201-555-0147'],
  );
  await miss(setup, ann);
  await operate(setup, `/callbacks/${ben}/cancel`, { body: {} });
  assert.deepEqual(names(await search(setup, { needs_you: true })), ['Ann']);
  assert.deepEqual(names(await search(setup, { needs_you: false })), ['Cem', 'Ben']);
  assert.deepEqual(names(await search(setup, { status: ['failed', 'cancelled'] })), ['Ben', 'Ann']);
  assert.deepEqual(names(await search(setup, { outcome: ['cancelled-by-operator'] })), ['Ben']);
  assert.deepEqual(names(await search(setup, { outcome: ['waited-too-long'], status: ['cancelled'] })), []);
  assert.deepEqual(names(await search(setup, { from: start, to: start })), []);
  assert.equal((await search(setup, { from: start })).total, 3);
});

test('a wrong search names the field and the fix', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  for (const body of [{ limit: 501 }, { status: ['lost'] }, { sort: 'phone' }, { from: 'yesterday' }]) {
    const answer = await operate(setup, '/callbacks/search', { body });
    const { errors } = assertProblem(answer, 'invalid-request', 400);
    assert.match(errors?.[0]?.field ?? '', new RegExp(Object.keys(body)[0] ?? ''));
  }
});

test('details hold messages, notes, audit and cost', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [id = ''] = await people(setup, ['Ann', '201-555-0145']);
  await miss(setup, id);
  const ana = await newToken(setup, 'operator', 'Ana');
  await operate(setup, `/callbacks/${id}/notes`, { token: ana, body: { text: 'Calls back on Monday' } });
  const found = await details(setup, id);
  assert.deepEqual(
    found.messages.map(({ purpose, channel }) => `${purpose} ${channel}`),
    ['code sms', 'missed-call sms'],
  );
  assert.deepEqual(
    found.notes.map(({ text, by }) => [text, by]),
    [['Calls back on Monday', 'Ana']],
  );
  assert.deepEqual(found.audit.map(({ event }) => event).slice(-1), ['wait-exceeded']);
  assert.ok(found.cost.set_aside > 0, 'the notice is set aside');
  assertProblem(await operate(setup, '/callbacks/AAAAAAAAAAAAAAAAAAAAAA'), 'not-found', 404);
});

test('done takes a failed callback off the list, names who did it, and can be undone', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [id = '', open = ''] = await people(setup, ['Ann', '201-555-0145'], ['Ben', '201-555-0146']);
  await miss(setup, id);
  const ana = await newToken(setup, 'operator', 'Ana');
  await operate(setup, `/callbacks/${id}/done`, { token: ana, method: 'POST' });
  assert.equal((await details(setup, id)).done?.by, 'Ana');
  assert.deepEqual(names(await search(setup, { needs_you: true })), []);
  await operate(setup, `/callbacks/${id}/done`, { token: ana, body: { done: false } });
  assert.deepEqual(names(await search(setup, { needs_you: true })), ['Ann']);
  const refused = assertProblem(
    await operate(setup, `/callbacks/${open}/done`, { body: {} }),
    'not-in-this-state',
    409,
  );
  assert.equal(refused.request_status, 'pending');
});

test('a retry says when the business is called, and clears done', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [id = ''] = await people(setup, ['Ann', '201-555-0145']);
  await miss(setup, id);
  await operate(setup, `/callbacks/${id}/done`, { body: {} });
  const answer = retried
    .strict()
    .parse((await operate(setup, `/callbacks/${id}/retry`, { body: {} })).json());
  assert.deepEqual([answer.status, answer.done], ['verified', null]);
  assert.equal(answer.calls_at, new Date(setup.clock.now()).toISOString());
  assertProblem(await operate(setup, `/callbacks/${id}/retry`, { body: {} }), 'not-in-this-state', 409);
});

test('a retry is refused while the same phone has another callback under way', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const [missed = ''] = await people(setup, ['Ann', '201-555-0145']);
  await miss(setup, missed);
  const [live = ''] = await people(setup, ['Ann', '201-555-0145']);
  await prove(setup, live);
  const retry = () => operate(setup, `/callbacks/${missed}/retry`, { body: {} });
  assertProblem(await retry(), 'request-under-way', 409);
  await operate(setup, `/callbacks/${live}/cancel`, { body: {} });
  assert.equal((await retry()).statusCode, 200);
});

test('a retry while the business is closed is refused with the time of opening', async (t) => {
  const hours = sameEachDay({ start: 9 * 60, end: 17 * 60, zone: 'UTC', weekdaysOnly: false });
  const setup = await openHttpSetup(t, { ...withOperator, site: { hours } });
  const [id = ''] = await people(setup, ['Ann', '201-555-0145']);
  await miss(setup, id);
  const midnight = setup.clock.now() - (setup.clock.now() % 86_400_000) + 86_400_000;
  await setup.clock.advance(midnight - setup.clock.now());
  const refused = await operate(setup, `/callbacks/${id}/retry`, { body: {} });
  assert.equal(assertProblem(refused, 'business-closed', 409).retry_after, 9 * 3_600);
});

test('the export holds what the search finds, as text that no spreadsheet computes', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  await people(
    setup,
    ['=HYPERLINK("http://evil.example","Ann")', '201-555-0145'],
    ['Ben, "B"', '201-555-0146'],
  );
  const answer = await operate(setup, '/callbacks/export', { body: { status: ['pending'] } });
  const day = new Date(setup.clock.now()).toISOString().slice(0, 10);
  assert.equal(
    answer.headers['content-disposition'],
    `attachment; filename="callback_requests_pending_${day}.csv"`,
  );
  const [head, ...lines] = answer.body.trimEnd().split('\r\n');
  assert.ok(head?.startsWith('\uFEFFrequest_id,reference,name'));
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /,"Ben, ""B""","'\+12015550146",/);
  assert.match(lines[1] ?? '', /,"'=HYPERLINK\(""http:\/\/evil\.example"",""Ann""\)",/);
});

test('a name that begins like a formula in full-width signs is text in the export', async (t) => {
  const setup = await openHttpSetup(t, withOperator);
  const names = ['＝1+1', '＋1', '－1', '＠A1'];
  await people(setup, ...names.map((name, index): [string, string] => [name, `212-555-01${50 + index}`]));
  const { body } = await operate(setup, '/callbacks/export', { body: {} });
  for (const name of names) assert.ok(body.includes(`,"'${name}",`), name);
});
