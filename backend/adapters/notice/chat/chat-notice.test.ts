import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { MissedCallNotice, NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { createChatSender } from '../notice-senders.ts';

const hostileName = 'Zoë *bold* _it_ <!channel> @everyone [pay](https://evil.example) `x` \\ &amp;';
const link = { url: 'https://calls.example.com/r/a_b-c*', title: 'Call or mark as done' };
const text = `Missed callback K7M-42QP: you did not answer\nName: ${hostileName}\nCall or mark as done: ${link.url}`;
const notice: MissedCallNotice = {
  messageId: 'm1',
  requestReference: 'K7M-42QP',
  siteId: 'default',
  text,
  subject: `Missed callback K7M-42QP: ${hostileName}`,
  link,
  visitor: { name: hostileName, phone: '+12015550123', email: undefined },
  about: undefined,
  page: undefined,
  outcome: 'business-no-answer',
  createdAt: 0,
};

type Answer = { status: number; headers?: Record<string, string>; body?: unknown };
type Received = { path: string; authorization: string | undefined; body: Record<string, unknown> };

async function startService(t: TestContext, answers: Answer[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    assert.equal(request.method, 'POST');
    assert.equal(request.headers['content-type'], 'application/json');
    const { authorization } = request.headers;
    received.push({ path: request.url ?? '', authorization, body: JSON.parse(body) });
    const { status, headers, body: answer } = answers.shift() ?? { status: 200 };
    response.writeHead(status, headers).end(JSON.stringify(answer ?? { ok: true }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { received, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function senders(origin: string): NoticeSender[] {
  return [
    createChatSender({ channel: 'slack', url: `${origin}/slack` }),
    createChatSender({ channel: 'teams', url: `${origin}/teams` }),
    createChatSender({ channel: 'discord', url: `${origin}/discord` }),
    createChatSender({ channel: 'telegram', token: '1:a', chatId: '-42', apiUrl: origin }),
    createChatSender({ channel: 'ntfy', url: `${origin}/q2Z5c0Vt`, token: 'tk_1' }),
  ];
}

async function sendTo(t: TestContext, channel: string): Promise<Received> {
  const { received, origin } = await startService(t, []);
  const sender = senders(origin).find((each) => each.channel === channel);
  assert.deepEqual(await sender?.send(notice), { result: 'accepted', sid: undefined });
  return received[0] ?? assert.fail('nothing was sent');
}

test('Slack gets plain text, and an escaped line for its notification', async (t) => {
  const { body } = await sendTo(t, 'slack');
  const button = {
    type: 'button',
    text: { type: 'plain_text', text: link.title, emoji: false },
    url: link.url,
  };
  assert.deepEqual(body.blocks, [
    { type: 'section', text: { type: 'plain_text', text, emoji: false } },
    { type: 'actions', elements: [button] },
  ]);
  assert.match(String(body.text), /&lt;!channel&gt;.* &amp;amp;$/);
  assert.deepEqual([body.unfurl_links, body.unfurl_media], [false, false]);
});

test('Teams gets an Adaptive Card of text runs, one a line', async (t) => {
  const { body } = await sendTo(t, 'teams');
  const [{ contentType, content } = {} as never] = body.attachments as {
    contentType: string;
    content: { type: string; body: { type: string; inlines: { type: string; text: string }[] }[] };
  }[];
  assert.deepEqual([body.type, contentType], ['message', 'application/vnd.microsoft.card.adaptive']);
  assert.deepEqual(new Set(content.body.map(({ type }) => type)), new Set(['RichTextBlock']));
  assert.equal(content.body.map(({ inlines }) => inlines[0]?.text).join('\n'), text);
});

test('Discord gets escaped text without mentions or previews', async (t) => {
  const { body } = await sendTo(t, 'discord');
  assert.match(
    String(body.content),
    /\\\*bold\\\* \\_it\\_ \\<!channel\\> \\@everyone \\\[pay\\\]\\\(https\\:/,
  );
  assert.ok(String(body.content).endsWith(`Call or mark as done\\: <${link.url}>`), String(body.content));
  const shown = String(body.content).replace(`<${link.url}>`, link.url);
  assert.equal(shown.replace(/\\([^a-zA-Z0-9\s])/g, '$1'), text);
  assert.deepEqual([body.allowed_mentions, body.flags], [{ parse: [] }, 4]);
});

test('Telegram gets text without a parse mode, its first line bold', async (t) => {
  const { path, body } = await sendTo(t, 'telegram');
  assert.equal(path, '/bot1:a/sendMessage');
  assert.deepEqual(body, {
    chat_id: '-42',
    text,
    entities: [{ type: 'bold', offset: 0, length: 'Missed callback K7M-42QP: you did not answer'.length }],
    link_preview_options: { is_disabled: true },
  });
});

test('ntfy gets the topic as JSON, and a tap dials the visitor', async (t) => {
  const { path, authorization, body } = await sendTo(t, 'ntfy');
  assert.deepEqual([path, authorization], ['/', 'Bearer tk_1']);
  assert.deepEqual([body.topic, body.message, body.click], ['q2Z5c0Vt', text, 'tel:+12015550123']);
});

test('a throttled message waits as long as the service asks', async (t) => {
  const answers: Answer[] = [
    { status: 429, headers: { 'retry-after': '30' } },
    { status: 429, headers: { 'retry-after': '0.5' } },
    { status: 429, body: { retry_after: 1.25 } },
    { status: 429, body: { ok: false, parameters: { retry_after: 7 } } },
    { status: 503, headers: { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' } },
    { status: 500 },
  ];
  const { origin } = await startService(t, answers);
  const sender = createChatSender({ channel: 'slack', url: origin });
  const waits: (number | undefined)[] = [];
  for (const _answer of [...answers]) {
    const sent = await sender.send(notice);
    assert.equal(sent.result, 'unsent');
    waits.push(sent.result === 'unsent' ? sent.retryAfterMs : undefined);
  }
  assert.deepEqual(waits, [30_000, 500, 1_250, 7_000, undefined, undefined]);
});

test('every service has an advice for each refusal, and no secret is in it', async (t) => {
  for (const status of [301, 400, 401, 403, 404, 410]) {
    const { origin } = await startService(t, Array(5).fill({ status, headers: { location: '/' } }));
    for (const sender of senders(origin)) {
      const sent = await sender.send(notice);
      assert.equal(sent.result, 'refused', `${sender.channel} ${status}`);
      assert.match(JSON.stringify(sent), /_URL|_TOKEN|_CHAT_ID/);
      assert.doesNotMatch(JSON.stringify(sent), /1:a|tk_1|127\.0\.0\.1/);
    }
  }
});

test('a service that cannot be reached was sent nothing; one that hangs up perhaps was', async (t) => {
  const server = createServer((request) => request.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sender = createChatSender({ channel: 'discord', url });
  assert.equal((await sender.send(notice)).result, 'unknown');
  server.close();
  assert.deepEqual(await sender.send(notice), { result: 'unsent', reason: 'discord/ECONNREFUSED' });
});
