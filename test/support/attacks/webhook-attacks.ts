import type { TestContext } from 'node:test';
import { XMLParser } from 'fast-xml-parser';
import type { RawRequest } from '../../../backend/ports/carrier/webhook.ts';
import type { HttpSetup, Weakness } from '../http/http-setup.ts';
import { callUnderWay, openSignedSetup, post, signed } from '../http/signed-webhooks.ts';
import { ask, readState } from '../http/visitor-requests.ts';
import { attacksOn, verdict } from './attack.ts';

const another = { 'i-twilio-idempotency-token': 'another' };
const ann = { name: 'Ann', phone: '+12015550145' };
const bob = { name: 'Bob', phone: '+12015550146' };

function answered(CallSid: string) {
  return { CallSid, CallStatus: 'in-progress' };
}

function open(test: TestContext, weakness: Weakness | undefined) {
  return openSignedSetup(test, { weakness, site: { lines: 2 } });
}

async function statusOf(server: HttpSetup, id: string) {
  return (await server.app.inject(`/api/v1/callbacks/${id}`)).json().status as string;
}

/** Signs the received webhook like the carrier. */
function resigned(request: RawRequest): RawRequest {
  const fields = Object.fromEntries(new URLSearchParams(request.body));
  return { ...request, headers: { ...request.headers, ...signed(request.path, fields).headers } };
}

function acceptingForged(isBelieved: (request: RawRequest) => boolean): Weakness {
  const believed = (request: RawRequest) => (isBelieved(request) ? resigned(request) : request);
  return {
    deps: ({ voice, messages }) => ({
      voice: { ...voice, parse: (request) => voice.parse(believed(request)) },
      messages: { ...messages, parse: (request) => messages.parse(believed(request)) },
    }),
  };
}

const unsigned = acceptingForged(() => true);
const signatureOnlyRequired = acceptingForged(({ headers }) => headers['x-twilio-signature'] !== undefined);

/** A carrier's repeat is recognised by a header that an attacker can drop. */
const untold: Weakness = {
  deps: ({ voice }) => ({
    voice: {
      ...voice,
      parse(request) {
        const parsed = voice.parse(request);
        if (parsed.ok && parsed.webhook.kind === 'keys')
          return { ok: true, webhook: { ...parsed.webhook, requestToken: 'always the same' } };
        return parsed;
      },
    },
  }),
};

/** Caches answers by address. */
function remembered(): Weakness {
  const answers = new Map<string, unknown>();
  return {
    app(app) {
      app.addHook('onSend', async (request, _reply, payload) => {
        if (String(payload).includes('<Dial')) answers.set(request.url, payload);
        return answers.get(request.url) ?? payload;
      });
    },
  };
}

/** Builds TwiML by joining strings. */
const joined: Weakness = {
  deps: ({ voice }) => ({
    voice: {
      ...voice,
      render: (plan) =>
        plan.do === 'screen'
          ? {
              contentType: 'text/xml',
              body: `<Response><Gather><Say>${plan.say}</Say></Gather><Hangup/></Response>`,
            }
          : voice.render(plan),
    },
  }),
};

export const webhookAttacks = attacksOn<HttpSetup>(open, {
  'an unsigned key press': {
    async play(server) {
      const { token } = await callUnderWay(server, ann, 'CA1');
      const path = `/twilio/voice/${token}/keys`;
      const fields = { ...answered('CA1'), Digits: '1' };
      const declined = signed(path, { ...fields, Digits: '2' });
      const { 'x-twilio-signature': right = '' } = declined.headers;
      for (const headers of [
        {},
        { 'x-twilio-signature': '' },
        { 'x-twilio-signature': right },
        { 'x-twilio-signature': `${right}, ${right}` },
        { 'x-twilio-signature': right, host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      ])
        if ((await post(server, { path, fields, headers })).body.includes('<Dial')) return 'succeeded';
      return 'defeated';
    },
    weaknesses: {
      'unsigned webhooks accepted': unsigned,
      'a signature that is only required, not checked': signatureOnlyRequired,
    },
  },
  'a report of one call sent for another': {
    async play(server) {
      const anns = await callUnderWay(server, ann, 'CA1');
      const bobs = await callUnderWay(server, bob, 'CA2');
      const reports: [string, Record<string, string>][] = [
        ['keys', { ...answered('CA1'), Digits: '2' }],
        ['status', { CallSid: 'CA1', CallStatus: 'completed', CallDuration: '1' }],
      ];
      for (const [action, fields] of reports) {
        const captured = signed(`/twilio/voice/${anns.token}/${action}`, fields);
        await post(server, captured);
        const path = `/twilio/voice/${bobs.token}/${action}`;
        await post(server, { ...captured, path });
        await post(server, { ...captured, path, fields: { ...fields, CallSid: 'CA2' } });
      }
      return verdict((await statusOf(server, bobs.callbackId)) !== 'calling');
    },
    weaknesses: { 'a signature that is only required, not checked': signatureOnlyRequired },
  },
  'a replayed key press': {
    async play(server) {
      const { token } = await callUnderWay(server, ann, 'CA1');
      const path = `/twilio/voice/${token}/keys`;
      const pressed = { ...answered('CA1'), Digits: '1' };
      await post(server, signed(path, pressed, 'first'));
      const replay = await post(server, signed(path, pressed, 'replayed'));
      return verdict(replay.body.includes('<Dial'));
    },
    weaknesses: { 'replays taken for repeats': untold },
  },
  'a replay long after the end of the call': {
    async play(server) {
      const { token, callbackId } = await callUnderWay(server, ann, 'CA1');
      const path = `/twilio/voice/${token}/keys`;
      const pressed = signed(path, { ...answered('CA1'), Digits: '1' });
      const alive = signed(`/twilio/voice/${token}/status`, answered('CA1'));
      await post(server, pressed);
      const over = { CallSid: 'CA1', CallStatus: 'completed', CallDuration: '60' };
      await post(server, signed(`/twilio/voice/${token}/status`, over));
      const before = await statusOf(server, callbackId);
      await server.clock.advance(86_400_000);
      const replay = await post(server, { ...pressed, headers: { ...pressed.headers, ...another } });
      await post(server, alive);
      return verdict(replay.body.includes('<Dial') || (await statusOf(server, callbackId)) !== before);
    },
    weaknesses: { 'answers cached by address': remembered() },
  },
  'a forged STOP of another number': {
    async play(server) {
      const fields = { From: ann.phone, To: '+12015550100', Body: 'STOP' };
      await post(server, { path: '/twilio/sms/inbound', fields, headers: {} });
      const { request_id: id } = readState(await ask(server, { payload: ann }));
      const message = await server.store.loadMessageFor(id, 'send-code/1');
      return verdict(message === undefined);
    },
    weaknesses: { 'unsigned webhooks accepted': unsigned },
  },
  'a name and a subject with TwiML verbs': {
    async play(server) {
      const order = '</Say></Gather><Dial>+12015550199</Dial><Gather><Say>';
      const { token } = await callUnderWay(server, { ...ann, name: order, subject: order }, 'CA1');
      const { body } = await post(server, signed(`/twilio/voice/${token}/prompt`, answered('CA1')));
      const { Response } = new XMLParser().parse(body);
      return verdict('Dial' in Response);
    },
    weaknesses: { 'TwiML joined from strings': joined },
  },
});
