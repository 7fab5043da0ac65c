import type { Language } from '../../../languages/languages.ts';
import { codeCost } from '../../domain/budget/charge.ts';
import { growingDelayMs } from '../../domain/callback/notice-schedule.ts';
import { effectKey } from '../../domain/effect.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { visitorLanguage } from '../../domain/messages/translate.ts';
import type { Site } from '../../domain/site/site.ts';
import { isOurFault } from '../../ports/carrier/carrier-errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Message } from '../../ports/store/change.ts';
import type { ClaimedEffect } from '../../ports/store/effect-queue.ts';
import { type DecisionPorts, saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { hasOptedOut, setOptOut } from '../../usecases/opt-outs.ts';
import { type ClaimedAs, done, type Performed } from '../run/handler.ts';
import { type Sending, type SendPorts, sendMessage } from './send-message.ts';

export type SendCodePorts = SendPorts & {
  log: Log;
  /** Host of the visitor's page; lets browsers fill in the code. */
  pageHost: string | undefined;
};

/** The visitor is waiting: a code that cannot be sent in this time (ms) is given up. */
const givenUpAfterMs = 20_000;

/** A code without an answer is sent once more; the visitor can ask for another one. */
const repeatAfterMs = [5_000];

/** Time (ms) in which a code without an answer is looked for. */
const lookedForMs = 60_000;

/** Sends a code to the visitor by SMS. A retry sends the same digits. */
export function createSendCode(ports: SendCodePorts) {
  return async (claimed: ClaimedAs<'send-code'>): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const callback = (await ports.store.load(callbackId))?.callback;
    const { sendNumber } = effect;
    if (callback?.status !== 'pending' || callback.code.sendNumber !== sendNumber) return done;
    // A STOP that arrived since the request must stay hidden from a requester who has not proven the number.
    if (callback.code.withheld || (await hasOptedOut(ports, callback.visitor.phone)))
      return reportWithheld(ports, claimed);
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (message === undefined) return done;
    const { site, rules } = ports.sites.get(callback.siteId);
    const digits = ports.secrets.codeFor(callbackId, sendNumber);
    const cost = codeCost(rules.spending, callback.visitor.phone, { language: callback.language });
    const sending = await sendMessage(ports, claimed, {
      message,
      site,
      sms: { to: message.to, cost, marks: [digits], reservedSegments: 0 },
      repeatAfterMs,
      send: () => sendCode(ports, message, site, { digits, language: visitorLanguage(callback, site) }),
      acceptedEvent: (at) => ({ kind: 'code-text-accepted', at, sendNumber }),
    });
    return concludeCode(ports, claimed, { message, sendNumber }, sending);
  };
}

/** Reports a withheld code like one that the carrier accepted. */
export async function reportWithheld(
  ports: DecisionPorts & { clock: Clock },
  claimed: ClaimedAs<'send-code' | 'call-code'>,
): Promise<Performed> {
  const { sendNumber } = claimed.effect;
  const event = { kind: 'code-text-accepted', at: ports.clock.now(), sendNumber } as const;
  await saveCallbackEvent(ports, claimed.callbackId, event, { claimed });
  return done;
}

/** A number that the carrier lists as opted out looks like any other, and is remembered. */
async function sendCode(
  ports: SendCodePorts,
  { messageId, to }: Message,
  site: Site,
  { digits, language }: { digits: string; language: Language },
) {
  const sent = await ports.messages.send({
    messageId,
    to,
    from: site.callerNumber,
    body: messageBodies(language).code({ business: site.businessName, digits, host: ports.pageHost }),
  });
  if (sent.result !== 'refused') return sent;
  if (sent.refusal.class === 'opted-out') {
    await setOptOut(ports, to, true, ports.clock.now());
    return { result: 'accepted', sid: undefined } as const;
  }
  const { code, advice } = sent.refusal;
  ports.log.error('carrier refused a code SMS', {
    class: sent.refusal.class,
    carrier_error: code,
    fix: advice,
  });
  return { result: 'refused', code, fixable: false, ours: isOurFault(sent.refusal) } as const;
}

type Code = { message: Message; sendNumber: number };

/**
 * A code that was not sent through a fault of the number ends the callback. After a fault of the platform it stays
 * pending, so that the visitor can ask for another code. A code without an answer can still arrive, and is valid when
 * it does.
 */
async function concludeCode(
  ports: SendCodePorts,
  claimed: ClaimedEffect,
  code: Code,
  sending: Sending,
): Promise<Performed> {
  const { message } = code;
  if (sending.result === 'accepted') return done;
  if (sending.result === 'refused')
    return sending.ours === true
      ? block(ports, claimed, code, sending.reason)
      : { result: 'hopeless', reason: sending.reason };
  const { tries, reason } = sending;
  const ageMs = Math.max(0, ports.clock.now() - message.createdAt);
  if (tries === 0 && ageMs >= givenUpAfterMs) return block(ports, claimed, code, reason);
  if (ageMs >= lookedForMs) {
    ports.log.warn('code SMS without an answer from the carrier', {
      request: message.callbackId.slice(0, 6),
      reason,
      fix: 'check that this machine can reach the carrier; the visitor can ask for another code',
    });
    return done;
  }
  const until = ports.clock.now() + Math.max(growingDelayMs(ageMs, ports.secrets.jitter()), tries * 3_000);
  return { result: 'wait', until, tries };
}

async function block(
  ports: SendCodePorts,
  claimed: ClaimedEffect,
  { message, sendNumber }: Code,
  reason: string,
): Promise<Performed> {
  const at = ports.clock.now();
  const event = { kind: 'code-text-undelivered', at, sendNumber, cause: 'service' } as const;
  const after: Message = { ...message, status: 'failed', errorCode: reason };
  await saveCallbackEvent(ports, claimed.callbackId, event, {
    claimed,
    messages: [{ before: message, after }],
  });
  return done;
}
