import type { AttemptEvent } from '../../domain/attempt/event.ts';
import {
  afterDial,
  afterKeys,
  afterPrompt,
  type NextInstruction,
} from '../../domain/attempt/next-instruction.ts';
import { hasEnded } from '../../domain/callback/state.ts';
import { speech } from '../../domain/messages/speech.ts';
import type { Site } from '../../domain/site/site.ts';
import type { CallPlan, VoiceWebhook } from '../../ports/carrier/voice-carrier.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type DecisionPorts, type SaveResult, saveAttemptEvent } from '../commit/save-event.ts';

export type VoicePorts = DecisionPorts & { clock: Clock; log: Log };

type Saved = Extract<SaveResult, { ok: true }>;

/** Handles a voice webhook. Commits its event first, then returns the call plan that follows from the committed state. */
export async function handleVoiceWebhook(ports: VoicePorts, webhook: VoiceWebhook): Promise<CallPlan> {
  if (webhook.kind === 'inbound-call') {
    const site = ports.sites.calledBy(webhook.to);
    return site === undefined
      ? { do: 'hang-up' }
      : { do: 'say-and-hang-up', say: speech.inboundGreeting(site.businessName) };
  }
  if (webhook.kind === 'fallback') return apologise(ports, webhook);
  if (webhook.kind === 'visitor-prompt') return { do: 'say', say: speech.recording() };
  const event = attemptEvent(webhook, ports.clock.now());
  const find = () => ports.store.loadByAttemptToken(webhook.token);
  const saved = await saveAttemptEvent(ports, find, event);
  if (!saved.ok || saved.attempt === undefined || saved.before.attempt === undefined)
    return { do: 'hang-up' };
  return planFor(ports, nextInstruction(webhook, saved), saved);
}

function attemptEvent(
  webhook: Exclude<VoiceWebhook, { kind: 'inbound-call' | 'fallback' | 'visitor-prompt' }>,
  at: number,
): AttemptEvent {
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
      };
  }
}

function nextInstruction(webhook: VoiceWebhook, saved: Saved): NextInstruction {
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
  const token = attempt?.token ?? '';
  switch (instruction) {
    case 'screen':
      return { do: 'screen', say: speech.screening(callback), token };
    case 'dial-visitor':
      return {
        do: 'dial-visitor',
        say: introduction(site),
        visitor: callback.visitor.phone,
        callerId: site.callerNumber,
        ringSeconds: rules.attempt.visitorRingSeconds,
        maxSeconds: site.maxCallSeconds,
        token,
        record: site.recordCalls,
      };
    case 'say-unreachable':
      return { do: 'say-and-hang-up', say: speech.visitorUnreachable(callback) };
    case 'hang-up':
      return { do: 'hang-up' };
  }
}

function introduction(site: Site): string {
  return site.recordCalls ? speech.recordedConnecting() : speech.connecting();
}

/** Handles a failed answer to the carrier. It never dials: the earlier plan may have been carried out. */
function apologise(ports: VoicePorts, webhook: Extract<VoiceWebhook, { kind: 'fallback' }>): CallPlan {
  ports.log.error('carrier rejected a webhook answer', {
    carrier_error: webhook.errorCode,
    failed_at: webhook.errorUrl.split('/').at(-1),
  });
  return { do: 'say-and-hang-up', say: speech.apology() };
}
