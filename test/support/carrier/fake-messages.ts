import type {
  FoundMessage,
  MessageCarrier,
  MessageStatus,
  MessageWebhook,
  SendResult,
} from '../../../backend/ports/carrier/message-carrier.ts';
import type { Clock } from '../../../backend/ports/clock.ts';
import type { CarrierScript, SentText, TextFate } from './carrier-script.ts';

type FakeMessage = FoundMessage & { messageId: string; to: string; from: string; createdAt: number };

export type FakeMessages = Pick<MessageCarrier, 'send' | 'fetch' | 'find'> & {
  /** Every request to send, with any result. */
  texts: (SentText & { at: number; accepted: boolean })[];
  /** What the carrier carried out. */
  carriedOut: FakeMessage[];
};

type Wires = {
  clock: Clock;
  script: CarrierScript;
  newSid(): string;
  deliver(webhook: MessageWebhook): void;
  fault(what: string): Error;
};

/** The messages of the in-memory carrier: sent, listed and fetched. */
export function createFakeMessages({ clock, script, newSid, deliver, fault }: Wires): FakeMessages {
  const texts: FakeMessages['texts'] = [];
  const carriedOut: FakeMessage[] = [];

  function carryOut(text: SentText, { becomes, report, reportAfter, error }: TextFate): FakeMessage {
    const message: FakeMessage = {
      ...text,
      sid: newSid(),
      status: 'queued',
      errorCode: undefined,
      createdAt: clock.now(),
    };
    carriedOut.push(message);
    clock.after(reportAfter, () => {
      const status = becomes ?? report ?? 'delivered';
      const isLost = status === 'undelivered' || status === 'failed';
      Object.assign(message, { status, errorCode: isLost ? (error?.code ?? '30003') : undefined, error });
      if (report !== undefined) deliver(reportOf(message, report));
    });
    return message;
  }

  async function asked(what: 'fetch' | 'find'): Promise<'answered' | 'missing'> {
    await wait(clock, 100);
    const answer = script.askingText(what);
    if (answer === 'fails') throw fault(`${what} a message`);
    return answer;
  }

  return {
    texts,
    carriedOut,
    async send(text): Promise<SendResult> {
      const fate = script.text(text);
      texts.push({ ...text, at: clock.now(), accepted: fate.fate === 'accepted' });
      const isCarriedOut = fate.fate === 'accepted' || fate.fate === 'answer-lost';
      const message = isCarriedOut ? carryOut(text, fate) : undefined;
      await wait(clock, 100);
      switch (fate.fate) {
        case 'accepted':
          return { result: 'accepted', sid: message?.sid ?? '' };
        case 'refused':
          return {
            result: 'refused',
            refusal: fate.error ?? { class: 'opted-out', code: '21610', advice: 'opted out' },
          };
        case 'unauthorized':
          return { result: 'refused', refusal: { class: 'config', code: '20003', advice: 'copy the keys' } };
        case 'unsent':
          return { result: 'unsent', reason: 'no connection' };
        case 'lost':
        case 'answer-lost':
          return { result: 'unknown', reason: 'no answer' };
      }
    },
    async fetch(sid) {
      return (await asked('fetch')) === 'missing' ? undefined : carriedOut.find((one) => one.sid === sid);
    },
    async find(to, from) {
      if ((await asked('find')) === 'missing') return undefined;
      return carriedOut.filter(
        (one) => one.to === to && one.from === from && one.createdAt + script.textListLag <= clock.now(),
      );
    },
  };
}

function reportOf({ messageId, sid, error }: FakeMessage, status: MessageStatus): MessageWebhook {
  const isLost = status === 'undelivered' || status === 'failed';
  const errorCode = isLost ? (error?.code ?? '30003') : undefined;
  return { kind: 'status', messageId, sid, status, errorCode, error };
}

export function wait(clock: Clock, ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => void clock.after(ms, resolve));
}
