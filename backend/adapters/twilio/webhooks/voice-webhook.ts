import { type DialReport, type LegReport, legStatuses } from '../../../domain/attempt/leg.ts';
import type { CarrierRefusal } from '../../../ports/carrier/carrier-errors.ts';
import type { VoiceWebhook } from '../../../ports/carrier/voice-carrier.ts';
import { explainError } from '../client/explain-error.ts';
import { readLeg, readSeconds } from '../client/leg-report.ts';
import { type Form, readField } from './signature.ts';
import type { VoiceAction } from './webhook-urls.ts';

/** `token` names the attempt. `requestToken` is Twilio's idempotency token, '' when there is none. */
type Received = { token: string; form: Form; requestToken: string };

/** Reads a webhook about one attempt's call; `undefined` when a required field is missing. */
export function readVoiceWebhook(action: VoiceAction, received: Received): VoiceWebhook | undefined {
  return readers[action](received);
}

/** Reads a call to the business's number. `from` is '' when the caller withholds the number. */
export function readInboundCall(form: Form): VoiceWebhook | undefined {
  const sid = readField(form, 'CallSid');
  const to = readField(form, 'To');
  return sid === undefined || to === undefined
    ? undefined
    : { kind: 'inbound-call', sid, from: readField(form, 'From') ?? '', to };
}

const readers: Record<VoiceAction, (received: Received) => VoiceWebhook | undefined> = {
  prompt: ({ token, form, requestToken }) => {
    const sid = readField(form, 'CallSid');
    return sid === undefined ? undefined : { kind: 'prompt', token, sid, requestToken };
  },
  keys: ({ token, form, requestToken }) => {
    const sid = readField(form, 'CallSid');
    const digits = readField(form, 'Digits') ?? '';
    return sid === undefined ? undefined : { kind: 'keys', token, sid, digits, requestToken };
  },
  'visitor-prompt': ({ token, form }) => {
    const about = readVisitorLeg(form);
    return about && { kind: 'visitor-prompt', token, ...about };
  },
  'visitor-keys': (received) => readVisitorKeys(received, false),
  'visitor-last-keys': (received) => readVisitorKeys(received, true),
  status: (received) => readLegWebhook('business', received),
  'visitor-status': (received) => readLegWebhook('visitor', received),
  'dial-finished': ({ token, form }) => {
    const sid = readField(form, 'CallSid');
    return sid === undefined
      ? undefined
      : {
          kind: 'dial-finished',
          token,
          sid,
          visitor: readDialledLeg(form),
          bridged: readBridged(form),
          businessOnLine: readBusinessOnLine(form),
          error: readError(form),
        };
  },
  'code-prompt': ({ token, form }) => {
    const sid = readField(form, 'CallSid');
    return sid === undefined ? undefined : { kind: 'code-prompt', token, sid };
  },
  'code-keys': (received) => readCodeKeys(received, false),
  'code-last-keys': (received) => readCodeKeys(received, true),
  'code-status': ({ token, form }) => {
    const report = readReport(form);
    return report && { kind: 'code-leg', token, report };
  },
  'inbound-whisper': ({ token }) => ({ kind: 'inbound-whisper', inboundSid: token }),
  'inbound-keys': ({ token, form }) => ({
    kind: 'inbound-keys',
    inboundSid: token,
    digits: readField(form, 'Digits') ?? '',
  }),
  'inbound-finished': ({ token, form }) => ({
    kind: 'inbound-finished',
    sid: token,
    from: readField(form, 'From') ?? '',
    to: readField(form, 'To') ?? '',
    bridged: readBridged(form) ?? readDialledLeg(form)?.status === 'completed',
  }),
  fallback: ({ token, form }) => {
    const sid = readField(form, 'CallSid');
    const error = readError(form) ?? explainError('11200');
    const failedAt = (readField(form, 'ErrorUrl') ?? '').split('/').at(-1) ?? '';
    return sid === undefined ? undefined : { kind: 'fallback', token, sid, error, failedAt };
  },
};

/** A webhook of <Number url> is about the dialled leg and names the leg that dialled it. */
function readVisitorLeg(form: Form): { sid: string; parentSid: string | undefined } | undefined {
  const sid = readField(form, 'CallSid');
  return sid === undefined ? undefined : { sid, parentSid: readField(form, 'ParentCallSid') };
}

function readVisitorKeys({ token, form }: Received, isLast: boolean): VoiceWebhook | undefined {
  const about = readVisitorLeg(form);
  const digits = readField(form, 'Digits') ?? '';
  return about && { kind: 'visitor-keys', token, ...about, digits, isLast };
}

function readCodeKeys({ token, form }: Received, isLast: boolean): VoiceWebhook | undefined {
  const sid = readField(form, 'CallSid');
  const digits = readField(form, 'Digits') ?? '';
  return sid === undefined ? undefined : { kind: 'code-keys', token, sid, digits, isLast };
}

function readReport(form: Form): LegReport | undefined {
  return readLeg(
    readField(form, 'CallSid'),
    readField(form, 'CallStatus'),
    readField(form, 'CallDuration'),
    readField(form, 'Timestamp'),
  );
}

function readLegWebhook(leg: 'business' | 'visitor', { token, form }: Received): VoiceWebhook | undefined {
  const report = readReport(form);
  return report === undefined
    ? undefined
    : { kind: 'leg', token, leg, report, parentSid: readField(form, 'ParentCallSid') };
}

/**
 * `answered` means answered and ended: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values
 * A dial that the carrier refused has no `DialCallSid`.
 */
function readDialledLeg(form: Form): DialReport | undefined {
  const reported = readField(form, 'DialCallStatus');
  const status = legStatuses.find((known) => known === (reported === 'answered' ? 'completed' : reported));
  if (status === undefined) return undefined;
  const talkSeconds = readSeconds(readField(form, 'DialCallDuration'));
  return { sid: readField(form, 'DialCallSid'), status, talkSeconds };
}

function readError(form: Form): CarrierRefusal | undefined {
  const code = readField(form, 'ErrorCode');
  return code === undefined ? undefined : explainError(code);
}

/** The status of the business's leg when the action is requested. It has ended when the business hung up. */
function readBusinessOnLine(form: Form): boolean | undefined {
  const status = readField(form, 'CallStatus');
  return status === undefined ? undefined : status === 'in-progress';
}

function readBridged(form: Form): boolean | undefined {
  const bridged = readField(form, 'DialBridged');
  return bridged === undefined ? undefined : bridged === 'true';
}
