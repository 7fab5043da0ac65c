import type { PhoneSnapshot } from '../../control/snapshot.ts';
import { callerId, phoneState, stageOf } from './call-words.ts';

export type PhoneChanges = {
  /** Who calls, if the phone has started to ring. */
  rings?: string;
  /** How the call ended, if it has. */
  ended?: string;
  /** What was said since the last snapshot. */
  heard: string[];
  /** Whether a key or the end of the call stopped the voice. */
  isSilenced: boolean;
};

const none: PhoneChanges = { heard: [], isSilenced: false };

/** Returns what to announce and to speak between two snapshots of a phone. */
export function phoneChanges(before: PhoneSnapshot | undefined, now: PhoneSnapshot): PhoneChanges {
  const call = now.calls.at(-1);
  const previous = before?.calls.at(-1);
  const same = previous?.sid === call?.sid ? previous : undefined;
  if (!call) return previous ? { ...none, ended: phoneState(now), isSilenced: true } : none;
  const isNew = (one: typeof previous) => one === undefined || stageOf(one) !== 'ringing';
  const rings = stageOf(call) === 'ringing' && isNew(same);
  return {
    ...(rings ? { rings: `Call from ${callerId(call)}` } : {}),
    heard: before === undefined ? [] : call.heard.slice(same?.heard.length ?? 0),
    isSilenced: same !== undefined && call.pressed !== same.pressed,
  };
}
