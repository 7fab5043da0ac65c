import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWebhookSender } from '../../backend/adapters/notice/state-webhook.ts';
import { callbackStatuses } from '../../backend/domain/callback/state.ts';
import { sampleCallback } from '../support/domain/sample-callback.ts';

const root = join(import.meta.dirname, '../..');
const guide = readFileSync(join(root, 'docs/webhooks.md'), 'utf8');
const secret = `whsec_${Buffer.from('q2Z5c0VtS1h3b1B6dUxhTjRyVGdIalk4').toString('base64')}`;
const former = `whsec_${Buffer.from('an older key, also of thirty-two').toString('base64')}`;

type Request = { headers: Record<string, string>; body: string };

/** A request as a receiver gets it, signed by the current and the former secret. */
async function sendOne(): Promise<Request> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const addresses = [{ id: 'one', url: `http://127.0.0.1:${port}/` }];
  const callback = sampleCallback('completed', {
    visitor: { name: 'Zoë "é" 🎂', phone: '+12015550142', email: undefined },
  });
  const change = {
    status: 'completed',
    outcome: 'talked',
    version: 7,
    occurredAt: Date.UTC(2026, 10, 22),
  } as const;
  const sent = createWebhookSender({ addresses, secrets: [secret, former] }).send('one', {
    id: 'a',
    callback,
    change,
    isTest: false,
  });
  const [request, response] = (await once(server, 'request')) as [
    AsyncIterable<Buffer> & { headers: IncomingHttpHeaders },
    { end(): void },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  response.end();
  await sent;
  server.close().closeAllConnections();
  return { headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() };
}

const request = await sendOne();
const forged: readonly (readonly [what: string, request: Request])[] = [
  ['another body', { ...request, body: request.body.replace('completed', 'cancelled') }],
  ['another id', { ...request, headers: { ...request.headers, 'webhook-id': 'msg_b' } }],
  ['an old time', { ...request, headers: { ...request.headers, 'webhook-timestamp': '1700000000' } }],
  ['no signature', { ...request, headers: { ...request.headers, 'webhook-signature': '' } }],
  [
    'another version',
    { ...request, headers: { ...request.headers, 'webhook-signature': 'v2,AAAA v1,AAAA' } },
  ],
];

test('the guide names the type of every status, and an example with every field', () => {
  for (const status of callbackStatuses) assert.ok(guide.includes(`| \`callback.${status}\` |`), status);
  const example = JSON.parse(/```json\n([^`]+)```/.exec(guide)?.[1] ?? '') as { data: object };
  const real = JSON.parse(request.body) as { data: object };
  assert.deepEqual(Object.keys(example), Object.keys(real));
  assert.deepEqual(Object.keys(example.data), Object.keys(real.data));
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

test("the guide's check in Python accepts both secrets and refuses forged requests", {
  skip: !hasPython && 'python3 is not installed',
}, () => {
  const check = /```python\n([^`]+)```/.exec(guide)?.[1] ?? '';
  const cases = [
    [secret, request],
    [former, request],
    [`whsec_${'b2Nl'.repeat(10)}`, request],
    ...forged.map(([, each]) => [secret, each]),
  ];
  const run = `${check}\nimport json, sys\nfor secret, request in json.load(sys.stdin):\n    print(verify(secret, request["headers"], request["body"].encode()))\n`;
  const { stdout, stderr } = spawnSync('python3', ['-c', run], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  const expected = ['True', 'True', 'False', ...forged.map(() => 'False')];
  assert.deepEqual(stdout.trim().split('\n'), expected, stderr);
});

type Workflow = {
  nodes: { name: string; type: string; parameters: { jsCode?: string } }[];
  connections: Record<string, { main: { node: string }[][] }>;
};

const workflow = JSON.parse(readFileSync(join(root, 'deploy/n8n/callbacks.json'), 'utf8')) as Workflow;

test('the n8n workflow connects all its steps', () => {
  const names = workflow.nodes.map(({ name }) => name);
  const targets = Object.values(workflow.connections).flatMap(({ main }) => main.flat());
  for (const { node } of targets) assert.ok(names.includes(node), node);
  for (const name of Object.keys(workflow.connections)) assert.ok(names.includes(name), name);
  assert.deepEqual(new Set(targets.map(({ node }) => node)), new Set(names.slice(1)));
});

/** Runs the code of a step as n8n does: as the body of an async function, with its names in scope. */
function runStep(by: string, { headers, body }: Request): Promise<{ json: { id: string; type: string } }[]> {
  const code = workflow.nodes.find(({ type }) => type.endsWith('.code'))?.parameters.jsCode ?? '';
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (this: object, ...values: unknown[]) => Promise<{ json: { id: string; type: string } }[]>;
  const step = new AsyncFunction('$input', 'require', code.replace('whsec_REPLACE_ME', by));
  const n8n = { helpers: { getBinaryDataBuffer: async () => Buffer.from(body) } };
  const input = { first: () => ({ json: { headers, body: JSON.parse(body) as unknown } }) };
  return step.call(n8n, input, createRequire(import.meta.url));
}

test('the n8n workflow passes on a signed request and stops at a forged one', async () => {
  for (const known of [secret, former]) {
    const [item] = await runStep(known, request);
    assert.deepEqual([item?.json.id, item?.json.type], ['msg_a', 'callback.completed']);
  }
  for (const [what, each] of forged) await assert.rejects(runStep(secret, each), /signature/, what);
  await assert.rejects(runStep(`whsec_${'b2Nl'.repeat(10)}`, request), /signature/);
});
