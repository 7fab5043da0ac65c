import { defaultLanguage, type Language } from '../../../languages/languages.ts';
import type { AttemptEvent } from '../../domain/attempt/event.ts';
import { isRefusedDial } from '../../domain/attempt/leg.ts';
import {
  afterDial,
  afterKeys,
  afterPrompt,
  afterVisitorKeys,
  afterVisitorPrompt,
  type NextInstruction,
  type VisitorInstruction,
} from '../../domain/attempt/next-instruction.ts';
import type { CarrierError } from '../../domain/attempt/state.ts';
import { hasEnded } from '../../domain/callback/state.ts';
import { speechIn } from '../../domain/messages/speech.ts';
import { businessLanguage, visitorLanguage } from '../../domain/messages/translate.ts';
import type {
  CallPlan,
  CodeCallWebhook,
  InboundWebhook,
  VoiceWebhook,
} from '../../ports/carrier/voice-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type DecisionPorts, type SaveResult, saveAttemptEvent } from '../commit/save-event.ts';

export type VoicePorts = DecisionPorts & { clock: Clock; log: Log };

/** A webhook about a call of an attempt. */
export type CallbackWebhook = Exclude<VoiceWebhook, InboundWebhook | CodeCallWebhook>;

type Saved = Extract<SaveResult, { ok: true }>;

/** Handles a voice webhook. Commits its event first, then returns the call plan that follows from the committed state. */
export async function handleVoiceWebhook(ports: VoicePorts, webhook: CallbackWebhook): Promise<CallPlan> {
  const event = attemptEvent(webhook, ports.clock.now());
  const find = () => ports.store.loadByAttemptToken(webhook.token);
  const saved = await saveAttemptEvent(ports, find, event);
  if (!saved.ok) reportTakenCall(ports, webhook, saved);
  logCarrierError(ports, webhook);
  if (webhook.kind === 'fallback') return apology(ports, saved);
  if (!saved.ok || saved.attempt === undefined || saved.before.attempt === undefined)
    return { do: 'hang-up' };
  if (webhook.kind === 'visitor-prompt' || webhook.kind === 'visitor-keys')
    return visitorPlan(ports, visitorInstruction(webhook, saved), saved);
  return planFor(ports, nextInstruction(webhook, saved), saved);
}

/** A call belongs to one attempt. What a webhook says about it for another one is no fact of either. */
function reportTakenCall(
  { log }: VoicePorts,
  webhook: CallbackWebhook,
  refused: Extract<SaveResult, { ok: false }>,
): void {
  if (refused.reason !== 'conflict' || refused.conflict !== 'sid-taken') return;
  log.error('webhook names the call of another attempt', {
    webhook: webhook.kind,
    fix: 'check whether two servers share the database or the carrier account',
  });
}

function attemptEvent(webhook: CallbackWebhook, at: number): AttemptEvent {
  switch (webhook.kind) {
    case 'leg':
      return { kind: 'leg-reported', at, leg: webhook.leg, report: webhook.report };
    case 'prompt':
      return { kind: 'prompt-asked', at, sid: webhook.sid, token: webhook.requestToken };
    case 'keys':
      return {
        kind: 'key-pressed',
        at,
        sid: webhook.sid,
        digits: webhook.digits,
        token: webhook.requestToken,
      };
    case 'dial-finished':
      return {
        kind: 'dial-finished',
        at,
        sid: webhook.sid,
        visitor: webhook.visitor,
        bridged: webhook.bridged,
        businessOnLine: webhook.businessOnLine,
        error: webhook.error,
      };
    case 'visitor-prompt':
      return {
        kind: 'leg-reported',
        at,
        leg: 'visitor',
        report: { sid: webhook.sid, status: 'in-progress' },
      };
    case 'visitor-keys': {
      const { sid, parentSid, digits, isLast } = webhook;
      return { kind: 'visitor-key-pressed', at, sid, parentSid, digits, isLast };
    }
    case 'fallback':
      return { kind: 'instruction-failed', at, sid: webhook.sid, error: webhook.error };
  }
}

function nextInstruction(webhook: CallbackWebhook, saved: Saved): NextInstruction {
  const { attempt: after, before, callback } = saved;
  if (after === undefined || before.attempt === undefined) return 'hang-up';
  const asked = (requestToken: string) => ({
    before: before.attempt ?? after,
    after,
    callbackEnded: hasEnded(callback.status),
    requestToken,
  });
  switch (webhook.kind) {
    case 'prompt':
      return afterPrompt(asked(webhook.requestToken));
    case 'keys':
      return afterKeys(asked(webhook.requestToken));
    case 'dial-finished':
      return afterDial(after);
    default:
      return 'hang-up';
  }
}

function planFor(ports: VoicePorts, instruction: NextInstruction, saved: Saved): CallPlan {
  const { callback, attempt } = saved;
  const { site, rules } = ports.sites.get(callback.siteId);
  const language = businessLanguage(site);
  const speech = speechIn(language);
  const token = attempt?.token ?? '';
  switch (instruction) {
    case 'screen':
      return { do: 'screen', say: speech.screening(callback), language, token };
    case 'ask-again':
      return { do: 'screen', say: speech.screeningAgain(callback), language, token };
    case 'dial-visitor':
      return {
        do: 'dial-visitor',
        say: site.recordCalls ? speech.recordedConnecting() : speech.connecting(),
        language,
        visitor: callback.visitor.phone,
        callerId: site.callerNumber,
        ringSeconds: rules.attempt.visitorRingSeconds,
        maxSeconds: site.maxCallSeconds,
        token,
        record: site.recordCalls,
        screenVisitor: attempt !== undefined && attempt.visitorScreening !== 'off',
      };
    case 'say-unreachable':
      return { do: 'say-and-hang-up', say: speech.visitorUnreachable(callback), language };
    case 'hang-up':
      return { do: 'hang-up' };
  }
}

type VisitorWebhook = Extract<VoiceWebhook, { kind: 'visitor-prompt' | 'visitor-keys' }>;

function visitorInstruction(webhook: VisitorWebhook, { attempt, callback }: Saved): VisitorInstruction {
  if (attempt === undefined) return 'hang-up';
  const answered = { after: attempt, callbackEnded: hasEnded(callback.status) };
  return webhook.kind === 'visitor-prompt'
    ? afterVisitorPrompt(answered)
    : afterVisitorKeys(answered, webhook);
}

function visitorPlan(ports: VoicePorts, instruction: VisitorInstruction, saved: Saved): CallPlan {
  const { site } = ports.sites.get(saved.callback.siteId);
  const language = visitorLanguage(saved.callback, site);
  const speech = speechIn(language);
  const asked = { do: 'screen-visitor', language, token: saved.attempt?.token ?? '' } as const;
  switch (instruction) {
    case 'screen-visitor':
      return { ...asked, say: speech.visitorScreening(site.businessName), isLast: false };
    case 'ask-visitor-again':
      return { ...asked, say: speech.visitorScreeningAgain(site.businessName), isLast: true };
    case 'connect-visitor':
      return { do: 'connect-visitor', say: site.recordCalls ? speech.recording() : undefined, language };
    case 'hang-up':
      return { do: 'hang-up' };
  }
}

/** The leg that hears it is unknown, so it is in the language of the business, whose leg comes first. */
function apology({ sites }: VoicePorts, saved: SaveResult): CallPlan {
  const language: Language = saved.ok
    ? businessLanguage(sites.get(saved.callback.siteId).site)
    : defaultLanguage;
  return { do: 'say-and-hang-up', say: speechIn(language).apology(), language };
}

function logCarrierError({ log }: VoicePorts, webhook: CallbackWebhook): void {
  if (webhook.kind === 'fallback') {
    log.error('carrier rejected a webhook answer', {
      carrier_error: webhook.error.code,
      failed_at: webhook.failedAt,
      fix: webhook.error.advice,
    });
  }
  if (webhook.kind === 'dial-finished' && isRefusedDial(webhook.visitor)) {
    logRefusedDial(log, webhook.sid, webhook.error);
  }
}

/** Without an error the carrier named no reason yet; its API shows the reason soon after. */
export function logRefusedDial(log: Log, sid: string, error: CarrierError | undefined): void {
  log.error('carrier did not connect the visitor', {
    call_sid: sid,
    carrier_error: error?.code,
    fix: error?.advice ?? "see the errors of this call in the carrier's console",
  });
}
