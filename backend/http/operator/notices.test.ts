import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeChannelList, noticeChannelName } from '../../../contract/operator/notices.ts';
import { readRows } from '../../../test/support/engine/read-rows.ts';
import { createRecordingSender } from '../../../test/support/engine/recording-sender.ts';
import { sampleSite, sampleSites } from '../../../test/support/fakes/sample-site.ts';
import { openHttpSetup } from '../../../test/support/http/http-setup.ts';
import { assertProblem } from '../../../test/support/http/visitor-requests.ts';
import { noticeChannels } from '../../domain/effect.ts';

const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';
const headers = { authorization: `Bearer ${adminToken}` };

async function open(t: Parameters<typeof openHttpSetup>[0], maxTexts = 100) {
  const [sms, slack] = [createRecordingSender('sms'), createRecordingSender('slack')];
  const site = sampleSite({
    callback: { noticeChannels: ['sms', 'slack', 'email'], noticesAtOnce: 2 },
    spending: { caps: { ...sampleSite().rules.spending.caps, textsPerHour: maxTexts } },
  });
  const setup = await openHttpSetup(t, {
    settings: { adminToken },
    deps: { senders: [sms, slack], sites: sampleSites([site]) },
  });
  const ask = (channel: string) =>
    setup.app.inject({ method: 'POST', url: '/api/v1/admin/notices/test', headers, payload: { channel } });
  return { setup, sms, slack, ask };
}

test('the contract names the channels of the domain', () => {
  assert.deepEqual(noticeChannelName.options, [...noticeChannels]);
});

test('the channels are listed in order, with those that tell at once', async (t) => {
  const { setup } = await open(t);
  const listed = await setup.app.inject({ url: '/api/v1/admin/notices', headers });
  const { channels } = noticeChannelList.strict().parse(listed.json());
  const written = channels.map(({ channel, at_once }) => `${channel} ${at_once}`);
  assert.deepEqual(written, ['sms true', 'slack true', 'email false']);
});

test('a test notice goes by one channel, and the answer says what came back', async (t) => {
  const { setup, sms, slack, ask } = await open(t);
  assert.deepEqual((await ask('slack')).json(), {
    channel: 'slack',
    result: 'accepted',
    code: null,
    fix: null,
  });
  assert.match(slack.notices[0]?.text ?? '', /^Test: missed callbacks of .* will be told here\.$/);
  assert.equal(sms.notices.length, 0);
  slack.answering = () => ({ result: 'refused', code: 'http-404', advice: 'Copy it again.', fixable: true });
  const { code, fix } = (await ask('slack')).json();
  assert.deepEqual([code, fix], ['http-404', 'Copy it again.']);
  slack.answering = () => ({ result: 'unsent', reason: 'slack/ECONNREFUSED' });
  assert.equal((await ask('slack')).json().code, 'slack/ECONNREFUSED');
  const events = readRows(setup.path, "select actor from audit_log where event_type = 'notice-tested'");
  assert.deepEqual(events, Array(3).fill({ actor: 'admin' }));
});

test('a test text message is charged, and not sent beyond the caps', async (t) => {
  const { setup, sms, ask } = await open(t);
  const textsToday = async () => (await setup.deps.spending.usage('default', setup.clock.now())).day.texts;
  assert.equal((await ask('sms')).json().result, 'accepted');
  assert.equal(await textsToday(), 1);
  const broke = await open(t, 0);
  assert.equal((await broke.ask('sms')).json().code, 'budget-reached');
  assert.deepEqual([sms.notices.length, broke.sms.notices.length], [1, 0]);
});

test('a channel without settings is named as such', async (t) => {
  const { ask } = await open(t);
  assertProblem(await ask('email'), 'channel-not-set-up', 409);
  assertProblem(await ask('fax'), 'invalid-request', 400);
});
