import { defaultLanguage, type Language } from '../../../languages/languages.ts';
import { chargeForAmounts, minutesUpTo, textCost } from '../../domain/budget/charge.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { smsSize } from '../../domain/messages/sms-segments.ts';
import { speechIn } from '../../domain/messages/speech.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import { isSamePhone } from '../../domain/phone-number.ts';
import { allowedAt, longestWindowMs, type RateLimit } from '../../domain/rate-limit.ts';
import { isBusinessOpen } from '../../domain/site/business-hours.ts';
import { isNumberBlocked, type Site } from '../../domain/site/site.ts';
import type { SiteRules } from '../../domain/site/site-rules.ts';
import type { Calendar } from '../../ports/calendar.ts';
import type { MessageCarrier } from '../../ports/carrier/message-carrier.ts';
import type { CallPlan, InboundWebhook } from '../../ports/carrier/voice-carrier.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import { type BudgetPorts, checkBudget } from '../check-budget.ts';

type InboundPorts = BudgetPorts & {
  sites: Sites;
  secrets: Secrets;
  messages: MessageCarrier;
  calendar: Calendar;
};

const hourMs = 3_600_000;

/** A stranger must not be able to spend the day's budget or to keep the business's phone ringing. */
const callerLimits: readonly RateLimit[] = [
  { windowMs: hourMs, max: 3 },
  { windowMs: 24 * hourMs, max: 6 },
];

/** All callers of a site together: numbers are cheap to forge. */
const siteLimits: readonly RateLimit[] = [
  { windowMs: hourMs, max: 20 },
  { windowMs: 24 * hourMs, max: 60 },
];

/** Its whole cost is charged when it begins, so it is shorter than a callback may be. */
const maxForwardedSeconds = 900;

type Known = {
  from: string;
  at: number;
  language: Language;
  plan: CallPlan;
  isAnswered: boolean;
  isTold: boolean;
};

/**
 * Answers people who call the platform's number: they are put through to the business, or hear what the number is for.
 * Calls are remembered in this process only; after a restart the caps of the budget still hold.
 */
export function createInboundCalls(ports: InboundPorts) {
  const calls = new Map<string, Known>();

  /** A retried webhook gets the same answer and is charged once. */
  async function begin({
    sid,
    from,
    to,
  }: Extract<InboundWebhook, { kind: 'inbound-call' }>): Promise<CallPlan> {
    const known = calls.get(sid);
    if (known !== undefined) return known.plan;
    const site = ports.sites.calledBy(to);
    if (site === undefined) return { do: 'hang-up' };
    const at = ports.clock.now();
    forgetBefore(at - longestWindowMs(siteLimits));
    const isCounted = isWithinLimits(from, at);
    const language = businessLanguage(site);
    const call: Known = { from, at, language, plan: announce(site), isAnswered: false, isTold: false };
    if (isCounted) calls.set(sid, call);
    const { rules } = ports.sites.get(site.id);
    if (!isCounted || !mayCall(site, from)) return call.plan;
    if (site.hours !== undefined && !isBusinessOpen(site.hours, ports.calendar, at)) {
      await tellOwner(call, site, rules);
      return call.plan;
    }
    if (await isPaidFor(site, rules, at)) call.plan = forward(site, rules, sid);
    else await tellOwner(call, site, rules);
    return call.plan;
  }

  function forgetBefore(time: number): void {
    for (const [sid, { at }] of calls) if (at < time) calls.delete(sid);
  }

  function isWithinLimits(from: string, at: number): boolean {
    const newestFirst = [...calls.values()].reverse();
    const ofCaller = newestFirst.filter((call) => call.from === from).map((call) => call.at);
    const ofSite = newestFirst.map((call) => call.at);
    return allowedAt(callerLimits, ofCaller, at) <= at && allowedAt(siteLimits, ofSite, at) <= at;
  }

  async function isPaidFor(site: Site, rules: SiteRules, at: number): Promise<boolean> {
    const minutes = minutesUpTo(forwardedSeconds(site));
    const rate =
      rules.spending.rateFor(site.businessNumber).minute + rules.spending.rateFor(site.callerNumber).minute;
    const amounts = { texts: 0, calls: 1, minutes: 2 * minutes, money: minutes * rate };
    const charge = chargeForAmounts(site, rules.spending, amounts);
    if ((await checkBudget(ports, site.id, charge, at)) !== undefined) return false;
    return ports.spending.charge(site.id, charge, at);
  }

  async function finish(webhook: Extract<InboundWebhook, { kind: 'inbound-finished' }>): Promise<CallPlan> {
    const site = ports.sites.calledBy(webhook.to);
    if (site === undefined) return { do: 'hang-up' };
    const call = calls.get(webhook.sid) ?? {
      from: webhook.from,
      at: ports.clock.now(),
      language: businessLanguage(site),
      plan: announce(site),
      isAnswered: false,
      isTold: false,
    };
    calls.set(webhook.sid, call);
    const { rules } = ports.sites.get(site.id);
    if (webhook.bridged && (call.isAnswered || !rules.attempt.screened)) return { do: 'hang-up' };
    await tellOwner(call, site, rules);
    const { language } = call;
    return { do: 'say-and-hang-up', say: speechIn(language).inboundMissed(), language };
  }

  /** Not awaited: the carrier waits for its next instruction. Sent once, without a retry. */
  async function tellOwner(call: Known, site: Site, { spending }: SiteRules): Promise<void> {
    if (call.isTold) return;
    call.isTold = true;
    const body = messageBodies(businessLanguage(site)).inboundMissed(call.from);
    const cost = textCost(spending, site.notifyNumber, smsSize(body).segments);
    const charge = { amounts: cost, caps: spending.caps, textsToVisitors: 0 };
    const isPaid = await ports.spending.charge(site.id, charge, ports.clock.now());
    if (isPaid) void sendText(site, body);
    else logUntold(site);
  }

  async function sendText(site: Site, body: string): Promise<void> {
    const message = {
      messageId: ports.secrets.capability(),
      to: site.notifyNumber,
      from: site.callerNumber,
      body,
    };
    const sent = await ports.messages.send(message).catch(() => undefined);
    if (sent?.result !== 'accepted') logUntold(site);
  }

  function logUntold({ id }: Site): void {
    ports.log.error('text about a missed inbound call not sent', {
      site: id,
      fix: "see the calls of TWILIO_NUMBER in the carrier's console and call back",
    });
  }

  return (webhook: InboundWebhook): Promise<CallPlan> | CallPlan => {
    switch (webhook.kind) {
      case 'inbound-call':
        return begin(webhook);
      case 'inbound-whisper': {
        const { inboundSid } = webhook;
        const { from, language } = calls.get(inboundSid) ?? forgotten;
        return { do: 'whisper', say: speechIn(language).inboundWhisper(from), language, inboundSid };
      }
      case 'inbound-keys': {
        const call = calls.get(webhook.inboundSid);
        if (webhook.digits !== '1') return { do: 'hang-up' };
        if (call !== undefined) call.isAnswered = true;
        const { language } = call ?? forgotten;
        return { do: 'connect-visitor', say: speechIn(language).connecting(), language };
      }
      case 'inbound-finished':
        return finish(webhook);
    }
  };
}

/** A call that began before a restart. */
const forgotten = { from: '', language: defaultLanguage };

function announce(site: Site): CallPlan {
  const language = businessLanguage(site);
  return { do: 'say-and-hang-up', say: speechIn(language).inboundGreeting(site.businessName), language };
}

/** The business's own call would ring itself; its voicemail could then call in circles. */
function mayCall(site: Site, from: string): boolean {
  const isOwn = [site.businessNumber, site.notifyNumber, site.callerNumber].some((own) =>
    isSamePhone(own, from),
  );
  return site.inbound === 'forward' && !isOwn && !isNumberBlocked(site, from);
}

function forwardedSeconds({ maxCallSeconds }: Site): number {
  return Math.min(maxCallSeconds, maxForwardedSeconds);
}

function forward(site: Site, rules: SiteRules, inboundSid: string): CallPlan {
  const language = businessLanguage(site);
  return {
    do: 'forward',
    say: speechIn(language).inboundConnecting(site.businessName),
    language,
    to: site.businessNumber,
    extension: site.businessExtension,
    callerId: site.callerNumber,
    ringSeconds: rules.attempt.ringSeconds,
    maxSeconds: forwardedSeconds(site),
    whispers: rules.attempt.screened,
    inboundSid,
  };
}
