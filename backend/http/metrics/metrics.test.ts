import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type HttpSetup, openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { assertProblem, codeOf, newCallback, verify } from '../../../test/support/http/visitor-requests.ts';
import { saveCallbackEvent } from '../../usecases/commit/save-event.ts';

const metricsToken = 'm7Rk2Vx9Qp4Zt6Yb1Nw8Lc3Jd5Hf0Gs2';

function openMeasured(t: TestContext): Promise<HttpSetup> {
  return openHttpSetup(t, { settings: { metricsToken } });
}

function collect({ app }: HttpSetup, authorization = `Bearer ${metricsToken}`) {
  return app.inject({ url: '/metrics', headers: { authorization } });
}

/** Returns the value of one series as it is written. */
async function readSeries(setup: HttpSetup, series: string): Promise<number | undefined> {
  const { body } = await collect(setup);
  const line = body.split('\n').find((text) => text.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('metrics do not exist without a token in the settings', async (t) => {
  const setup = await openHttpSetup(t);
  assertProblem(await collect(setup), 'not-found', 404);
  assertProblem(await collect(setup, ''), 'not-found', 404);
  assertProblem(await collect(setup, 'Bearer undefined'), 'not-found', 404);
});

test('metrics are refused with a missing, wrong or differently sent token', async (t) => {
  const setup = await openMeasured(t);
  for (const sent of ['', 'Bearer ', `Bearer ${metricsToken}x`, `Basic ${metricsToken}`, metricsToken]) {
    const answer = await collect(setup, sent);
    assertProblem(answer, 'operator-token-wrong', 401);
    assert.equal(answer.headers['www-authenticate'], 'Bearer');
  }
  const answer = await collect(setup);
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-type']), /^text\/plain; version=0\.0\.4/);
});

test('metrics count callbacks, texts and effects of the last day', async (t) => {
  const setup = await openMeasured(t);
  const ended = 'callback_requests_ended_last_day{outcome="waited-too-long"}';
  assert.equal(await readSeries(setup, ended), 0);
  const { request_id: id } = await newCallback(setup);
  assert.equal(await readSeries(setup, 'callback_requests_open_last_day{status="pending"}'), 1);
  assert.equal(await readSeries(setup, 'callback_code_texts_last_day{delivery="due"}'), 1);
  assert.equal(await readSeries(setup, 'callback_cap_used{cap="texts_per_hour"}'), 1);
  await verify(setup, id, codeOf(setup, id));
  await setup.clock.advance(5_000);
  const age = await readSeries(setup, 'callback_effects_oldest_due_age_seconds');
  assert.ok(age !== undefined && age >= 5, String(age));
  await saveCallbackEvent(setup.deps, id, { kind: 'wait-exceeded', at: setup.clock.now() });
  assert.equal(await readSeries(setup, ended), 1);
  assert.equal(await readSeries(setup, 'callback_requests_open_last_day{status="pending"}'), 0);
  assert.equal(await readSeries(setup, 'callback_missed_call_texts_last_day{delivery="due"}'), 1);
  await setup.clock.advance(26 * 3_600_000);
  assert.equal(await readSeries(setup, ended), 0);
  assert.equal(await readSeries(setup, 'callback_code_texts_last_day{delivery="due"}'), 0);
});

test('metrics contain no address, id, name or number of a visitor', async (t) => {
  const setup = await openMeasured(t);
  const { request_id: id } = await newCallback(setup, { name: 'Zacharias', phone: '(201) 555-0145' });
  await verify(setup, id, '000000');
  await setup.app.inject(`/api/v1/callbacks/${id}?phone=2015550145`);
  await setup.app.inject(`/no/such/page/${id}`);
  await setup.app.inject({ method: 'PROPFIND', url: `/dav/${id}` });
  const { body } = await collect(setup);
  for (const personal of [id, 'Zacharias', '5550145', '/no/such', '127.0.0.1', 'PROPFIND'])
    assert.ok(!body.includes(personal), personal);
  assert.match(body, /_count\{method="POST",route="\/api\/v1\/callbacks\/:\w+\/verify",status="4xx"\} 1$/m);
  assert.match(body, /_count\{method="GET",route="none",status="4xx"\} 1$/m);
});

test('names of metrics follow the convention of Prometheus', async (t) => {
  const { body } = await collect(await openMeasured(t));
  const types = [...body.matchAll(/^# TYPE (callback_\w+) (\w+)$/gm)];
  assert.ok(types.length >= 15);
  for (const [, name = '', type] of types) {
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    assert.doesNotMatch(name, /_(?:ms|millis|kb|mb)(?:_|$)/, name);
  }
});
