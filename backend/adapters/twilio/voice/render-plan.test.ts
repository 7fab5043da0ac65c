import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { CallPlan } from '../../../ports/carrier/voice-carrier.ts';
import { createWebhookUrls } from '../webhooks/webhook-urls.ts';
import { renderPlan } from './render-plan.ts';

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, parseTagValue: false });

const urls = createWebhookUrls('https://callback.example');

/** Returns the TwiML as nested lists: name, attributes, children. Text is a string. */
function read(plan: CallPlan): unknown {
  const { contentType, body } = renderPlan(plan, urls);
  assert.equal(contentType, 'text/xml; charset=utf-8');
  assert.equal(XMLValidator.validate(body), true);
  const [root] = (parser.parse(body) as Node[]).filter((node) => 'Response' in node).map(simplify);
  assert.ok(Array.isArray(root));
  return root.slice(2);
}

type Node = { '#text'?: string; ':@'?: Record<string, unknown> } & Record<string, unknown>;

function simplify(node: Node): unknown {
  if ('#text' in node) return node['#text'];
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const attributes = Object.entries(node[':@'] ?? {}).map(([key, value]) => [key.slice(2), value]);
  return [name, Object.fromEntries(attributes), ...(node[name] as Node[]).map(simplify)];
}

const english = { language: 'en-US', voice: 'Polly.Joanna' };
const language = 'en';
const dialling = {
  do: 'dial-visitor',
  language,
  say: undefined,
  visitor: '+12015550150',
  callerId: '+12015550100',
  ringSeconds: 15,
  maxSeconds: 1800,
  token: 'tok',
  record: false,
  screenVisitor: false,
} as const;

// rule: webhook-address
test('the prompt is said three times, gathers any one key and reports silence', () => {
  const say = ['Say', english, 'Press 1 & talk'];
  const pause = ['Pause', { length: '2' }];
  assert.deepEqual(read({ do: 'screen', say: 'Press 1 & talk', language, token: 'tok' }), [
    [
      'Gather',
      {
        input: 'dtmf',
        numDigits: '1',
        timeout: '8',
        finishOnKey: '',
        actionOnEmptyResult: 'true',
        action: 'https://callback.example/twilio/voice/tok/keys#rc=2&rp=ct,rt,5xx',
      },
      say,
      pause,
      say,
      pause,
      say,
    ],
    ['Hangup', {}],
  ]);
});

// rule: webhook-address
test('the visitor is dialled with ring time, time limit and status callbacks', () => {
  assert.deepEqual(read(dialling), [
    [
      'Dial',
      {
        action: 'https://callback.example/twilio/voice/tok/dial-finished#rc=2&rp=ct,rt,5xx',
        callerId: '+12015550100',
        timeout: '15',
        timeLimit: '1800',
      },
      [
        'Number',
        {
          statusCallback: 'https://callback.example/twilio/voice/tok/visitor-status#rc=2&rp=ct,rt,5xx',
          statusCallbackEvent: 'initiated ringing answered completed',
        },
        '+12015550150',
      ],
    ],
  ]);
});

test('a recorded call announces the recording before it dials', () => {
  const [say, dial] = read({
    ...dialling,
    say: 'This call is recorded.',
    record: true,
    screenVisitor: false,
  }) as [unknown, [string, Record<string, string>]];
  assert.deepEqual(say, ['Say', english, 'This call is recorded.']);
  assert.equal(dial[1].record, 'record-from-answer-dual');
  assert.match(JSON.stringify(dial), /visitor-prompt/);
});

test('say-and-hang-up speaks and then hangs up', () => {
  assert.deepEqual(read({ do: 'say-and-hang-up', say: 'Sorry.', language }), [
    ['Say', english, 'Sorry.'],
    ['Hangup', {}],
  ]);
});

test('hang-up only hangs up', () => {
  assert.deepEqual(read({ do: 'hang-up' }), [['Hangup', {}]]);
});

test("a visitor's words cannot add verbs or break the document", () => {
  const say = '</Say><Dial>+12015550199</Dial> ]]> "\u0000\u000b\uffff\ud800 ok 📞';
  assert.deepEqual(read({ do: 'say-and-hang-up', say, language }), [
    ['Say', english, '</Say><Dial>+12015550199</Dial> ]]> " ok 📞'],
    ['Hangup', {}],
  ]);
});

test('a visitor who must press 1 is asked on their leg, and silence ends the call', () => {
  const [dial] = read({ ...dialling, screenVisitor: true }) as [[string, Record<string, string>]];
  assert.match(JSON.stringify(dial), /visitor-prompt/);
  const ask = (isLast: boolean) =>
    renderPlan({ do: 'screen-visitor', say: 'Press 1.', language, token: 'tok', isLast }, urls).body;
  assert.match(ask(false), /action="[^"]*\/tok\/visitor-keys#/);
  assert.match(ask(true), /action="[^"]*\/tok\/visitor-last-keys#/);
  const verbs = [...ask(false).matchAll(/<(\w+)[ />]/g)].map(([, verb]) => verb);
  assert.deepEqual(verbs, ['Response', 'Gather', 'Say', 'Say', 'Hangup'], 'no other verb works there');
  assert.match(ask(false), /<Hangup\/><\/Response>$/);
  assert.match(ask(false), /finishOnKey=""/);
  assert.match(ask(false), /actionOnEmptyResult="true"/);
});

test('a visitor is connected by a document that ends without a hang-up', () => {
  const connect = (say: string | undefined) =>
    renderPlan({ do: 'connect-visitor', say, language }, urls).body;
  assert.doesNotMatch(connect(undefined), /Hangup|Say/);
  assert.match(connect('This call is recorded.'), /recorded\.<\/Say><\/Response>$/);
});

// rule: code-by-call
test('a code is offered behind key 1, then spoken twice, digit by digit with pauses', () => {
  const german = { language: 'de-DE', voice: 'Polly.Vicki' };
  const offered = read({
    do: 'offer-code',
    say: 'Drücken Sie 1',
    language: 'de',
    token: 'tok',
    isLast: false,
  });
  const [gather, ...rest] = offered as [[string, { action: string }, ...unknown[]]];
  assert.equal(gather[0], 'Gather');
  assert.match(gather[1].action, /voice\/tok\/code-keys#/);
  assert.deepEqual(gather.slice(2), Array(2).fill(['Say', german, 'Drücken Sie 1']));
  assert.deepEqual(rest, [['Hangup', {}]]);
  const spoken = ['4', '0', '7'].flatMap((digit) => [
    ['Say', german, digit],
    ['Pause', { length: '1' }],
  ]);
  assert.deepEqual(
    read({
      do: 'speak-code',
      before: ['Code:', 'Noch einmal:'],
      digits: '407',
      after: 'Ade',
      language: 'de',
    }),
    [
      ['Say', german, 'Code:'],
      ...spoken,
      ['Say', german, 'Noch einmal:'],
      ...spoken,
      ['Say', german, 'Ade'],
      ['Hangup', {}],
    ],
  );
});
