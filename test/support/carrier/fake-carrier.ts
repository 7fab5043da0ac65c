import type {
  MessageCarrier,
  MessageWebhook,
  WhatsappWebhook,
} from '../../../backend/ports/carrier/message-carrier.ts';
import type {
  CallPlan,
  CodeCallWebhook,
  PlaceCall,
  PlaceResult,
  VoiceCarrier,
  VoiceWebhook,
} from '../../../backend/ports/carrier/voice-carrier.ts';
import type { Parsed, RawRequest } from '../../../backend/ports/carrier/webhook.ts';
import type { Clock } from '../../../backend/ports/clock.ts';
import type { CallbackWebhook } from '../../../backend/usecases/carrier/handle-voice-webhook.ts';
import { askPlatform } from './ask-platform.ts';
import { type CarrierScript, type PlacingFate, perfectDay } from './carrier-script.ts';
import { type FakeCall, fetchedReport, newLeg, reportOf } from './fake-call.ts';
import { createFakeMessages, type FakeMessages, wait } from './fake-messages.ts';
import { hangUp, runCall, type Wires } from './run-call.ts';
import { runCodeCall } from './run-code-call.ts';

/** Receives the carrier's webhooks. Throws when no process runs. */
export type Subscriber = {
  voice(webhook: CallbackWebhook): Promise<CallPlan>;
  codeCall(webhook: CodeCallWebhook): Promise<CallPlan>;
  message(webhook: MessageWebhook): Promise<void>;
};

export type FakeCarrier = {
  voice: VoiceCarrier;
  messages: MessageCarrier;
  /** Can be changed during calls. */
  script: CarrierScript;
  /** Every POST for a call, with any result. */
  posts: { call: PlaceCall; at: number; fate: PlacingFate['fate'] }[];
  calls: FakeCall[];
  texts: FakeMessages['texts'];
  carriedOutTexts: FakeMessages['carriedOut'];
  /** Webhook request tokens that got the order to dial the visitor, by attempt token. */
  grants: Map<string, Set<string>>;
  /** Another user of the account calls the same number. */
  callFromElsewhere(to: string, from: string): FakeCall;
  connect(subscriber: Subscriber): void;
};

function fault(what: string) {
  return Object.assign(new Error(`The carrier could not be asked to ${what}.`), {
    code: 'carrier-fault',
    class: 'unavailable',
    carrierCode: '503',
    advice: 'ask again later',
    retryable: true,
  });
}

/** An in-memory carrier with phones and faults. It outlives the process that uses it. */
export function createFakeCarrier(options: { clock: Clock; script?: Partial<CarrierScript> }): FakeCarrier {
  const { clock } = options;
  const script = { ...perfectDay(), ...options.script };
  let subscriber: Subscriber | undefined;
  let counter = 0;
  const number = () => {
    counter += 1;
    return String(counter).padStart(32, '0');
  };
  const posts: FakeCarrier['posts'] = [];
  const calls: FakeCall[] = [];
  const grants: FakeCarrier['grants'] = new Map();

  const deliver = async (webhook: CallbackWebhook): Promise<CallPlan> => {
    if (subscriber === undefined) throw fault('deliver a webhook');
    return subscriber.voice(webhook);
  };
  const answerCodeCall = async (webhook: CodeCallWebhook): Promise<CallPlan> => {
    if (subscriber === undefined) throw fault('deliver a webhook');
    return subscriber.codeCall(webhook);
  };
  const wires: Wires = {
    clock,
    script,
    newSid: () => `CA${number()}`,
    newRequestToken: number,
    report(webhook) {
      for (const delay of script.report(webhook)) {
        clock.after(delay, () => void deliver(webhook).catch(() => undefined));
      }
    },
    ask: (webhook) => askPlatform({ script, deliver, grants }, webhook),
  };

  function makeCall(request: PlaceCall, queued: number): FakeCall {
    const call: FakeCall = {
      request,
      createdAt: clock.now(),
      business: newLeg(wires.newSid(), 'queued'),
      visitor: undefined,
      dialError: undefined,
      dialled: '',
      endedAt: undefined,
      visitorDialledAt: undefined,
      bridgedSeconds: undefined,
      heardCodes: [],
      interrupt: () => {},
    };
    calls.push(call);
    if (request.speaksCode) void runCodeCall({ clock, script, answer: answerCodeCall }, call, queued);
    else if (request.token !== '') void runCall(wires, call, queued);
    return call;
  }

  async function place(request: PlaceCall): Promise<PlaceResult> {
    const { fate, answerAfter, queued } = script.placing(request);
    posts.push({ call: request, at: clock.now(), fate });
    const made = fate === 'placed' || fate === 'answer-lost' ? makeCall(request, queued) : undefined;
    const placed = made === undefined ? undefined : reportOf(made.business);
    await wait(clock, answerAfter);
    if (fate === 'throttled') return { result: 'throttled' };
    if (fate === 'refused') {
      return { result: 'refused', refusal: { class: 'bad-number', code: '21211', advice: 'check it' } };
    }
    return fate === 'placed' && placed !== undefined
      ? { result: 'placed', call: placed }
      : { result: 'unknown', cause: 'no answer' };
  }

  async function asked(what: 'end' | 'fetch' | 'find'): Promise<void> {
    await wait(clock, 100);
    if (script.asking(what) === 'fails') throw fault(what);
  }

  const voice: VoiceCarrier = {
    place,
    async end(sid) {
      await asked('end');
      const call = calls.find(({ business }) => business.sid === sid);
      if (call === undefined) throw fault('end an unknown call');
      hangUp(wires, call, 'platform');
      return reportOf(call.business);
    },
    async fetch(sid) {
      await asked('fetch');
      const call = calls.find(({ business }) => business.sid === sid);
      if (call === undefined) return undefined;
      return {
        business: fetchedReport(call.business),
        visitor: call.visitor && { ...fetchedReport(call.visitor), to: call.dialled },
        dialError: call.dialError,
      };
    },
    async find(to, from) {
      await asked('find');
      return calls
        .filter(({ request }) => request.to === to && request.from === from)
        .filter(({ createdAt }) => createdAt + script.listLag <= clock.now())
        .map((call) => ({ ...reportOf(call.business), createdAt: call.createdAt }))
        .reverse();
    },
    parse: (request) => parseGenuine<VoiceWebhook>(request),
    render: (plan) => ({ contentType: 'application/json', body: JSON.stringify(plan) }),
  };

  const fakeMessages = createFakeMessages({
    clock,
    script,
    newSid: () => `SM${number()}`,
    deliver: (webhook) => void subscriber?.message(webhook).catch(() => undefined),
    fault,
  });
  const messages: MessageCarrier = {
    ...fakeMessages,
    parse: (request) => parseGenuine<MessageWebhook>(request),
    parseWhatsapp: (request) => parseGenuine<WhatsappWebhook>(request),
    renderNothing: () => ({ contentType: 'application/json', body: '{}' }),
    renderReply: (text) => ({ contentType: 'application/json', body: JSON.stringify({ text }) }),
  };

  return {
    voice,
    messages,
    script,
    posts,
    calls,
    texts: fakeMessages.texts,
    carriedOutTexts: fakeMessages.carriedOut,
    grants,
    callFromElsewhere: (to, from) =>
      makeCall({ to, from, token: '', ringSeconds: 20, maxCallSeconds: 600, reason: '' }, 0),
    connect(listener) {
      subscriber = listener;
    },
  };
}

/** Over HTTP a webhook is plain JSON, with this header as its signature. */
function parseGenuine<T>(request: RawRequest): Parsed<T> {
  if (request.headers['x-fake-signature'] !== 'genuine') return { ok: false, reason: 'bad-signature' };
  return { ok: true, webhook: JSON.parse(request.body) as T };
}
