import { isDead } from '../../domain/attempt/leg.ts';
import { codeStanding } from '../../domain/callback/code.ts';
import type { Callback } from '../../domain/callback/state.ts';
import { effectKey } from '../../domain/effect.ts';
import { speechIn } from '../../domain/messages/speech.ts';
import { visitorLanguage } from '../../domain/messages/translate.ts';
import type { CallPlan, CodeCallWebhook } from '../../ports/carrier/voice-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Message } from '../../ports/store/change.ts';
import type { Store } from '../../ports/store/store.ts';
import { isLost } from './save-delivery.ts';

type CodeCallPorts = { store: Store; sites: Sites; secrets: Secrets; clock: Clock; log: Log };

const hangUp: CallPlan = { do: 'hang-up' };

/**
 * Answers the webhooks of a call that speaks a code. Only that call hears it, only while the code is the latest and
 * valid, and only after key 1. A repeated webhook gets the same answer. The callback stays as it is: its requester, who
 * may be a stranger, must not learn whether a phone was answered.
 */
export async function handleCodeCall(ports: CodeCallPorts, webhook: CodeCallWebhook): Promise<CallPlan> {
  const message = await ports.store.loadMessage(webhook.token);
  if (message?.channel !== 'voice') return hangUp;
  const sid = webhook.kind === 'code-leg' ? webhook.report.sid : webhook.sid;
  if (message.sid !== undefined && message.sid !== sid) {
    ports.log.error('webhook names another call than that of its code', {
      webhook: webhook.kind,
      fix: 'check whether two servers share the carrier account',
    });
    return hangUp;
  }
  if (webhook.kind === 'code-leg') {
    // A call that ended before its code was spoken has not reached the visitor.
    const isMissed = isDead(webhook.report) && message.status !== 'delivered' && !isLost(message.status);
    if (isMissed) await ports.store.saveMessage(message, { ...message, sid, status: 'undelivered' });
    return hangUp;
  }
  const callback = (await ports.store.load(message.callbackId))?.callback;
  if (callback === undefined || !isDue(ports, callback, message)) return hangUp;
  if (webhook.kind === 'code-prompt') {
    if (message.sid === undefined) await ports.store.saveMessage(message, { ...message, sid });
    return offer(ports, callback, message, false);
  }
  if (webhook.digits !== '1')
    return webhook.digits === '' || webhook.isLast ? hangUp : offer(ports, callback, message, true);
  if (message.status !== 'delivered')
    await ports.store.saveMessage(message, { ...message, sid, status: 'delivered' });
  return speak(ports, callback);
}

function isDue({ clock }: CodeCallPorts, { status, code }: Callback, message: Message): boolean {
  const effect = { kind: 'call-code', sendNumber: code.sendNumber } as const;
  const isLatest = message.effectKey === effectKey(effect) && !code.withheld;
  return status === 'pending' && isLatest && codeStanding(code, clock.now()) === 'usable';
}

function offer({ sites }: CodeCallPorts, callback: Callback, message: Message, isAgain: boolean): CallPlan {
  const { site } = sites.get(callback.siteId);
  const language = visitorLanguage(callback, site);
  const speech = speechIn(language);
  const say = isAgain ? speech.codeOfferAgain(site.businessName) : speech.codeOffer(site.businessName);
  return { do: 'offer-code', say, language, token: message.messageId, isLast: isAgain };
}

function speak({ sites, secrets }: CodeCallPorts, callback: Callback): CallPlan {
  const language = visitorLanguage(callback, sites.get(callback.siteId).site);
  const digits = secrets.codeFor(callback.callbackId, callback.code.sendNumber);
  return { do: 'speak-code', ...speechIn(language).codeSentences(), digits, language };
}
