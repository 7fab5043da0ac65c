import type { PhoneScript } from './phone/scripts.ts';
import type { HttpMethod } from './webhook/webhook.ts';

export type Settings = {
  /** Calls created by REST that may start per second; <Dial> legs are not counted. */
  callsPerSecond: number;
  /** A trial account reaches only verified numbers. */
  trial: boolean;
  verifiedNumbers: string[];
  /** E.164 prefixes that may be called or texted; undefined allows all. */
  voicePrefixes?: string[] | undefined;
  smsPrefixes?: string[] | undefined;
  /** How old the state is that GET of one call shows. */
  fetchLagMs: number;
  /** How long a new call is missing from the list. */
  listLagMs: number;
  /** Time between leaving the queue and `initiated`. */
  setUpMs: number;
  /** Script of every number that was given none. */
  defaultScript: PhoneScript;
  /** Whether the Dial action is still requested after the parent hung up. */
  dialActionAfterHangUp: boolean;
  /** Time a synchronous or asynchronous machine detection takes. */
  machineDetectionMs: number;
  /** Length of every <Play>, whatever it plays. */
  playMs: number;
  /** Where inbound calls and texts to the account's numbers go; undefined rejects calls and drops texts. */
  voiceUrl?: string | undefined;
  voiceMethod: HttpMethod;
  voiceFallbackUrl?: string | undefined;
  voiceStatusCallback?: string | undefined;
  smsUrl?: string | undefined;
  /** Where WhatsApp messages to the account's numbers go; undefined drops them. */
  whatsappUrl?: string | undefined;
  smsMethod: HttpMethod;
};

export const defaultSettings: Settings = {
  callsPerSecond: 1,
  trial: false,
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
