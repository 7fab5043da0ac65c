import type { LegReport } from '../../../domain/attempt/leg.ts';
import type { VoiceWebhook } from '../../../ports/carrier/voice-carrier.ts';
import { readLeg } from '../client/leg-report.ts';
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
  'visitor-prompt': ({ token }) => ({ kind: 'visitor-prompt', token }),
  status: (received) => readLegWebhook('business', received),
  'visitor-status': (received) => readLegWebhook('visitor', received),
  'dial-finished': ({ token, form }) => {
    const sid = readField(form, 'CallSid');
    return sid === undefined
      ? undefined
      : { kind: 'dial-finished', token, sid, visitor: readDialledLeg(form), bridged: readBridged(form) };
  },
  fallback: ({ token, form }) => ({
    kind: 'fallback',
    token,
    errorCode: readField(form, 'ErrorCode') ?? '',
    errorUrl: readField(form, 'ErrorUrl') ?? '',
  }),
};

function readLegWebhook(leg: 'business' | 'visitor', { token, form }: Received): VoiceWebhook | undefined {
  const report = readLeg(
    readField(form, 'CallSid'),
    readField(form, 'CallStatus'),
    readField(form, 'CallDuration'),
  );
  return report === undefined
    ? undefined
    : { kind: 'leg', token, leg, report, parentSid: readField(form, 'ParentCallSid') };
}

/** `answered` means answered and ended: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values */
function readDialledLeg(form: Form): LegReport | undefined {
  const status = readField(form, 'DialCallStatus');
  return readLeg(
    readField(form, 'DialCallSid'),
    status === 'answered' ? 'completed' : status,
    readField(form, 'DialCallDuration'),
  );
}

function readBridged(form: Form): boolean | undefined {
  const bridged = readField(form, 'DialBridged');
  return bridged === undefined ? undefined : bridged === 'true';
}
