import { maxCodeCallSeconds } from '../../domain/budget/charge.ts';
import { effectKey } from '../../domain/effect.ts';
import { isOurFault } from '../../ports/carrier/carrier-errors.ts';
import type { PlaceResult, VoiceCarrier } from '../../ports/carrier/voice-carrier.ts';
import type { SteadyClock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Message } from '../../ports/store/change.ts';
import { type DecisionPorts, saveCallbackEvent } from '../../usecases/commit/save-event.ts';
import { hasOptedOut } from '../../usecases/opt-outs.ts';
import { type ClaimedAs, done, type Performed } from '../run/handler.ts';
import { reportWithheld } from './send-code.ts';

type CallCodePorts = DecisionPorts & { clock: SteadyClock; voice: VoiceCarrier; log: Log };

/** Maximum age of an intent at its POST. */
const maxIntentAgeMs = 3_000;

/** A landline's voicemail answers at about this time. */
const ringSeconds = 30;

/**
 * Calls the visitor with a code, at most once: one commit states the intent and removes this effect's row, then the
 * POST is sent. A call whose POST had no answer is not placed again; the visitor can ask for another one.
 */
export function createCallCode(ports: CallCodePorts) {
  return async (claimed: ClaimedAs<'call-code'>, stopping: AbortSignal): Promise<Performed> => {
    const { callbackId, effect } = claimed;
    const { sendNumber } = effect;
    const statedAt = ports.clock.monotonic();
    const callback = (await ports.store.load(callbackId))?.callback;
    if (callback?.status !== 'pending' || callback.code.sendNumber !== sendNumber) return done;
    if (callback.code.withheld || (await hasOptedOut(ports, callback.visitor.phone)))
      return reportWithheld(ports, claimed);
    const message = await ports.store.loadMessageFor(callbackId, effectKey(effect));
    if (message === undefined) return done;
    const intended: Message = { ...message, status: 'queued' };
    const event = { kind: 'code-call-began', at: ports.clock.now(), sendNumber } as const;
    const begun = await saveCallbackEvent(ports, callbackId, event, {
      claimed,
      messages: [{ before: message, after: intended }],
    });
    if (!begun.ok) return done;
    const isFresh = ports.clock.monotonic() - statedAt < maxIntentAgeMs;
    // A stopping process could not answer the webhooks of a new call.
    const placed: PlaceResult =
      isFresh && !stopping.aborted ? await post(ports, message, callback.reference) : { result: 'throttled' };
    await conclude(ports, intended, sendNumber, placed);
    return done;
  };
}

function post({ voice, sites }: CallCodePorts, message: Message, reference: string): Promise<PlaceResult> {
  return voice.place({
    to: message.to,
    from: sites.get(message.siteId).site.callerNumber,
    ringSeconds,
    maxCallSeconds: maxCodeCallSeconds,
    token: message.messageId,
    speaksCode: true,
    reason: reference,
  });
}

/** The result of a call that can exist shows in its message alone, as that of a text does. */
async function conclude(
  ports: CallCodePorts,
  message: Message,
  sendNumber: number,
  placed: PlaceResult,
): Promise<void> {
  const at = ports.clock.now();
  if (placed.result === 'unknown') {
    ports.log.warn('carrier did not confirm a call with a code', {
      cause: placed.cause,
      fix: 'check that this machine can reach the carrier; the visitor can ask for another code',
    });
    return;
  }
  if (placed.result === 'placed') {
    await ports.store.saveMessage(message, { ...message, sid: placed.call.sid });
    return;
  }
  const refusal = placed.result === 'refused' ? placed.refusal : undefined;
  if (refusal !== undefined)
    ports.log.error('carrier refused a call with a code', {
      class: refusal.class,
      carrier_error: refusal.code,
      fix: refusal.advice,
    });
  const cause = refusal === undefined || isOurFault(refusal) ? 'service' : 'number';
  const after: Message = { ...message, status: 'failed', errorCode: refusal?.code ?? placed.result };
  await saveCallbackEvent(
    ports,
    message.callbackId,
    { kind: 'code-text-undelivered', at, sendNumber, cause },
    { messages: [{ before: message, after }] },
  );
}
