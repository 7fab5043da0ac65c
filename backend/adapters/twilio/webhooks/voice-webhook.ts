import type { LegReport } from '../../../domain/attempt/leg.ts';
import type { VoiceWebhook } from '../../../ports/carrier/voice-carrier.ts';
import { readLeg } from '../client/leg-report.ts';
import { type Form, field } from './signature.ts';
import type { VoiceAction } from './webhook-urls.ts';

type Arrival = { token: string; form: Form; requestToken: string };

/** Reads a signed webhook about one attempt's call; `undefined` when a field is missing that it cannot do without. */
export function readVoiceWebhook(action: VoiceAction, arrival: Arrival): VoiceWebhook | undefined {
  return readers[action](arrival);
}

/** Someone calls our number. `from` is '' when the caller withholds it. */
export function readInboundCall(form: Form): VoiceWebhook | undefined {
  const sid = field(form, 'CallSid');
  const to = field(form, 'To');
  return sid === undefined || to === undefined
    ? undefined
    : { kind: 'inbound-call', sid, from: field(form, 'From') ?? '', to };
}

const readers: Record<VoiceAction, (arrival: Arrival) => VoiceWebhook | undefined> = {
  prompt: ({ token, form, requestToken }) => {
    const sid = field(form, 'CallSid');
    return sid === undefined ? undefined : { kind: 'prompt', token, sid, requestToken };
  },
  keys: ({ token, form, requestToken }) => {
    const sid = field(form, 'CallSid');
    const digits = field(form, 'Digits') ?? '';
    return sid === undefined ? undefined : { kind: 'keys', token, sid, digits, requestToken };
  },
  'visitor-prompt': ({ token }) => ({ kind: 'visitor-prompt', token }),
  status: (arrival) => readLegWebhook('business', arrival),
  'visitor-status': (arrival) => readLegWebhook('visitor', arrival),
  'dial-finished': ({ token, form }) => {
    const sid = field(form, 'CallSid');
    return sid === undefined
      ? undefined
      : { kind: 'dial-finished', token, sid, visitor: readDialled(form), bridged: readBridged(form) };
  },
  fallback: ({ token, form }) => ({
    kind: 'fallback',
    token,
    errorCode: field(form, 'ErrorCode') ?? '',
    errorUrl: field(form, 'ErrorUrl') ?? '',
  }),
};

function readLegWebhook(leg: 'business' | 'visitor', { token, form }: Arrival): VoiceWebhook | undefined {
  const report = readLeg(field(form, 'CallSid'), field(form, 'CallStatus'), field(form, 'CallDuration'));
  return report === undefined
    ? undefined
    : { kind: 'leg', token, leg, report, parentSid: field(form, 'ParentCallSid') };
}

/** `answered` is said of a dialled leg that was answered and is over: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values */
function readDialled(form: Form): LegReport | undefined {
  const status = field(form, 'DialCallStatus');
  return readLeg(
    field(form, 'DialCallSid'),
    status === 'answered' ? 'completed' : status,
    field(form, 'DialCallDuration'),
  );
}

function readBridged(form: Form): boolean | undefined {
  const bridged = field(form, 'DialBridged');
  return bridged === undefined ? undefined : bridged === 'true';
}
