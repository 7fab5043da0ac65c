import type { Leg } from '../call/leg.ts';
import { unlessAborted } from '../interruption.ts';
import { flagAttribute } from './attribute.ts';
import type { Line, Verb } from './verb.ts';

/** Connects two legs until the called one hangs up or the caller presses * under hangupOnStar. */
export async function bridge(verb: Verb, { leg: parent, signal }: Line, child: Leg): Promise<void> {
  parent.answer();
  // The called party's talk ends first when both would hang up in the same moment.
  const partings = [child.bridge(), parent.bridge()];
  const star = Promise.withResolvers<void>();
  const stopListening = parent.onDigit((digit) => {
    if (digit === '*' && flagAttribute(verb, 'hangupOnStar')) star.resolve();
  });
  try {
    await unlessAborted(signal, Promise.race([child.ended, star.promise]));
  } finally {
    stopListening();
    for (const part of partings) part();
  }
}
