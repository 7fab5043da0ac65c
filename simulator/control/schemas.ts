import { z } from 'zod';
import { restFaultKinds, webhookFaultKinds } from '../faults.ts';
import { isE164, isSipAddress } from '../phone/phone-number.ts';
import { type PhoneScript, scripts } from '../phone/scripts.ts';
import { connectionSettings } from '../webhook/connection-override.ts';
import { webhookKinds } from '../webhook/webhook.ts';

/** `null` in JSON clears the value. An absent field leaves it as it is. */
function clearable<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().transform((value) => value ?? undefined);
}

const e164 = z.string().refine(isE164, 'must be an E.164 number such as +12015550123');
const farEnd = z
  .string()
  .refine((text) => isE164(text) || isSipAddress(text), 'must be an E.164 number or a sip: address');
const ms = z.number().int().min(0).max(86_400_000);
const script = z.enum(Object.keys(scripts) as [PhoneScript, ...PhoneScript[]]);
const digits = z.string().regex(/^[0-9A-D*#]{1,32}$/, 'must be 1 to 32 of 0-9 A-D * #');
const url = z.string().refine((text) => connectionSettings(text) !== undefined, 'must be an http(s) URL');
const method = z.enum(['GET', 'POST']);
const prefixes = clearable(z.array(z.string().regex(/^\+\d{0,15}$/, 'must be a prefix such as +1')));

export const phoneSchema = z.strictObject({
  number: farEnd,
  script,
  name: z.string().trim().min(1).max(60).exactOptional(),
  ringsAfterMs: ms.exactOptional(),
  answersAfterMs: ms.exactOptional(),
  isMachine: z.boolean().exactOptional(),
  greetingMs: ms.exactOptional(),
  presses: clearable(digits).exactOptional(),
  pressesAfterMs: ms.exactOptional(),
  hangsUpAfterMs: clearable(ms).exactOptional(),
  talksMs: clearable(ms).exactOptional(),
  texts: z.enum(['delivered', 'undelivered', 'failed']).exactOptional(),
  textErrorCode: clearable(z.number().int()).exactOptional(),
});

export const settingsSchema = z.strictObject({
  callsPerSecond: z.number().min(0.01).max(1_000).exactOptional(),
  trial: z.boolean().exactOptional(),
  accountStatus: z.enum(['active', 'suspended', 'closed']).exactOptional(),
  numberCapabilities: z.strictObject({ voice: z.boolean(), sms: z.boolean() }).exactOptional(),
  a2pBrand: clearable(z.enum(['APPROVED', 'PENDING', 'FAILED'])).exactOptional(),
  verifiedNumbers: z.array(e164).exactOptional(),
  voicePrefixes: prefixes.exactOptional(),
  smsPrefixes: prefixes.exactOptional(),
  fetchLagMs: ms.exactOptional(),
  listLagMs: ms.exactOptional(),
  setUpMs: ms.exactOptional(),
  defaultScript: script.exactOptional(),
  dialActionAfterHangUp: z.boolean().exactOptional(),
  machineDetectionMs: ms.exactOptional(),
  playMs: ms.exactOptional(),
  voiceUrl: clearable(url).exactOptional(),
  voiceMethod: method.exactOptional(),
  voiceFallbackUrl: clearable(url).exactOptional(),
  voiceStatusCallback: clearable(url).exactOptional(),
  smsUrl: clearable(url).exactOptional(),
  whatsappUrl: clearable(url).exactOptional(),
  smsMethod: method.exactOptional(),
});

export const faultSchema = z.strictObject({
  kind: z.enum([...restFaultKinds, ...webhookFaultKinds]),
  times: z.number().int().min(1).max(1_000_000).exactOptional(),
  ms: ms.exactOptional(),
  resource: z.enum(['calls', 'messages']).exactOptional(),
  method: method.exactOptional(),
  webhook: z.enum(webhookKinds).exactOptional(),
});

export const actionSchema = z.discriminatedUnion('action', [
  z.strictObject({ number: farEnd, action: z.enum(['answer', 'decline', 'hangup']) }),
  z.strictObject({ number: farEnd, action: z.literal('press'), digits }),
]);

export const inboundCallSchema = z.strictObject({ from: farEnd, to: e164 });
export const inboundMessageSchema = z.strictObject({
  from: e164,
  to: e164,
  body: z.string().min(1).max(1_600),
  channel: z.enum(['sms', 'whatsapp']).exactOptional(),
  profileName: z.string().max(100).exactOptional(),
});
