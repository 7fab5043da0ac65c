import type { PhoneSnapshot } from '../../control/snapshot.ts';
import { callerId, phoneState, stageOf } from './call-words.ts';

export type PhoneChanges = {
  rings: string | null;
  ended: string | null;
  heard: string[];
  fellSilent: boolean;
};

const none: PhoneChanges = { rings: null, ended: null, heard: [], fellSilent: false };

/** What somebody who does not look at the phone should hear of, between two looks. */
export function phoneChanges(before: PhoneSnapshot | null, now: PhoneSnapshot): PhoneChanges {
  const call = now.calls.at(-1);
  const previous = before?.calls.at(-1);
  const same = previous?.sid === call?.sid ? previous : undefined;
  if (!call) return previous ? { ...none, ended: phoneState(now), fellSilent: true } : none;
  const isNew = (one: typeof previous) => one === undefined || stageOf(one) !== 'ringing';
  const rings = stageOf(call) === 'ringing' && isNew(same);
  return {
    rings: rings ? `Call from ${callerId(call)}` : null,
    ended: null,
    heard: before === null ? [] : call.heard.slice(same?.heard.length ?? 0),
    fellSilent: same !== undefined && call.pressed !== same.pressed,
  };
}
