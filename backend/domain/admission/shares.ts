import type { Caps } from '../budget/spending-rules.ts';
import type { Standing } from './network-standing.ts';

/** Parts of the caps that a requester may use, from 0 to 1. */
type Share = { texts: number; money: number };

/**
 * The last tenth of the text messages is kept for visitors who signed in. A suspect network gets at most half, so it
 * cannot use up what clean networks need.
 */
const shares: Record<Standing, Share> = {
  'signed-in': { texts: 1, money: 1 },
  clean: { texts: 0.9, money: 1 },
  suspect: { texts: 0.5, money: 0.5 },
};

/** During an alarm a suspect network may only replace a code of its own, which can have been lost. */
const shareForReplacement: Share = { texts: 0.3, money: 0.5 };

/** Returns the caps for one standing. Rounds text messages up: a small cap keeps its last message. */
export function capsFor(standing: Standing, caps: Caps): Caps {
  return limited(caps, shares[standing]);
}

export function capsForReplacement(caps: Caps): Caps {
  return limited(caps, shareForReplacement);
}

function limited(caps: Caps, { texts, money }: Share): Caps {
  return {
    ...caps,
    textsPerHour: Math.ceil(caps.textsPerHour * texts),
    moneyPerDay: Math.floor(caps.moneyPerDay * money),
  };
}
