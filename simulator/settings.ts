import type { PhoneScript } from './phone/scripts.ts';
import type { HttpMethod } from './webhook/webhook.ts';

export type Settings = {
  /** Calls created by REST that start per second. <Dial> legs are not counted. */
  callsPerSecond: number;
  /** A trial account reaches only verified numbers. */
  trial: boolean;
  accountStatus: 'active' | 'suspended' | 'closed';
  /** What the account's numbers can do. */
  numberCapabilities: { voice: boolean; sms: boolean };
  /** Status of the account's A2P 10DLC brand; undefined without a brand. */
  a2pBrand?: 'APPROVED' | 'PENDING' | 'FAILED' | undefined;
  verifiedNumbers: string[];
  /** E.164 prefixes that calls may go to; undefined allows all. */
  voicePrefixes?: string[] | undefined;
  /** E.164 prefixes that SMS may go to; undefined allows all. */
  smsPrefixes?: string[] | undefined;
  /** Age of the state that GET of one call shows. */
  fetchLagMs: number;
  /** Time that a new call is missing from the list. */
  listLagMs: number;
  /** Time between leaving the queue and `initiated`. */
  setUpMs: number;
  /** Script of every number without one of its own. */
  defaultScript: PhoneScript;
  /** Whether the <Dial> action is requested even after the parent hung up. */
  dialActionAfterHangUp: boolean;
  /** Duration of machine detection, synchronous or asynchronous. */
  machineDetectionMs: number;
  /** Duration of every <Play>. */
  playMs: number;
  /** Webhook of inbound calls; undefined rejects them. */
  voiceUrl?: string | undefined;
  voiceMethod: HttpMethod;
  voiceFallbackUrl?: string | undefined;
  voiceStatusCallback?: string | undefined;
  /** Webhook of inbound SMS; undefined drops them. */
  smsUrl?: string | undefined;
  /** Webhook of inbound WhatsApp messages; undefined drops them. */
  whatsappUrl?: string | undefined;
  smsMethod: HttpMethod;
};

export const defaultSettings: Settings = {
  callsPerSecond: 1,
  trial: false,
  accountStatus: 'active',
  numberCapabilities: { voice: true, sms: true },
  a2pBrand: 'APPROVED',
  verifiedNumbers: [],
  fetchLagMs: 0,
  listLagMs: 0,
  setUpMs: 100,
  defaultScript: 'human',
  dialActionAfterHangUp: false,
  machineDetectionMs: 3_500,
  playMs: 3_000,
  voiceMethod: 'POST',
  smsMethod: 'POST',
};
