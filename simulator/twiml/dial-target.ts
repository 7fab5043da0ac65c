import { type CallEvent, callEvents, type StatusCallback } from '../call/call.ts';
import type { Carrier } from '../call/carrier.ts';
import type { MachineDetection } from '../call/machine-detection.ts';
import { isE164, isSipAddress } from '../phone/phone-number.ts';
import { methodAttribute, resolveUrl } from './attribute.ts';
import type { Line, Verb } from './verb.ts';

export type DialTarget = { address: string; noun: Verb };

/** Returns the numbers and addresses of a <Dial>. A bare number in its text counts as <Number>. */
export function dialTargets(verb: Verb): DialTarget[] {
  if (verb.children.length === 0 && verb.text === '') return [];
  const nouns = verb.children.length > 0 ? verb.children : [{ ...verb, name: 'Number', attributes: {} }];
  return nouns.map((noun) => ({ address: noun.text, noun }));
}

/** Returns Twilio's error code for a target that must not be dialled; undefined when it is allowed. */
export function refusalCode({ address, noun }: DialTarget, { settings }: Carrier): number | undefined {
  if (noun.name === 'Sip') return isSipAddress(address) ? undefined : 13224;
  if (!isE164(address)) return 13223;
  const { voicePrefixes, trial, verifiedNumbers } = settings;
  if (voicePrefixes && !voicePrefixes.some((prefix) => address.startsWith(prefix))) return 13227;
  return trial && !verifiedNumbers.includes(address) ? 13226 : undefined;
}

/** Reads the status callback of a <Number> or <Sip>. Subscribes to `completed` unless events are named. */
export function nounStatusCallback(noun: Verb, line: Line): StatusCallback | undefined {
  const url = noun.attributes.statusCallback && resolveUrl(noun.attributes.statusCallback, line);
  if (!url) return undefined;
  const named = (noun.attributes.statusCallbackEvent ?? 'completed').split(/[\s,]+/);
  const events = new Set<CallEvent>(callEvents.filter((event) => named.includes(event)));
  return { url, method: methodAttribute(noun, 'statusCallbackMethod'), events };
}

/** Reads the machine detection of a <Number>. It runs in the background and never delays the connection. */
export function nounDetection(noun: Verb, line: Line): MachineDetection | undefined {
  const { machineDetection: mode, amdStatusCallback } = noun.attributes;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') return undefined;
  const url = amdStatusCallback ? resolveUrl(amdStatusCallback, line) : undefined;
  return {
    mode,
    callback: url ? { url, method: methodAttribute(noun, 'amdStatusCallbackMethod') } : undefined,
  };
}
