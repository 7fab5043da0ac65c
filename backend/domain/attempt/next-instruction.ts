import { isDead } from './leg.ts';
import { type Attempt, isAttemptOpen } from './state.ts';

/** What the business's phone is to do next. */
export type NextInstruction = 'screen' | 'dial-visitor' | 'say-unreachable' | 'hang-up';

type Asked = { before: Attempt; after: Attempt; callbackEnded: boolean; requestToken: string };

/** The answer to the carrier's question after the business picked up. */
export function afterPrompt(asked: Asked): NextInstruction {
  if (!isWanted(asked)) return 'hang-up';
  if (asked.after.screening === 'none') return 'screen';
  return maySayDial(asked) ? 'dial-visitor' : 'hang-up';
}

/** The answer after keys were pressed, or none were. */
export function afterKeys(asked: Asked): NextInstruction {
  return isWanted(asked) && maySayDial(asked) ? 'dial-visitor' : 'hang-up';
}

/** The answer after the visitor's leg ended; the business may still be listening. */
export function afterDial(attempt: Attempt): NextInstruction {
  const { status } = attempt.visitor;
  return status === 'busy' || status === 'no-answer' || status === 'failed' ? 'say-unreachable' : 'hang-up';
}

function isWanted({ after, callbackEnded }: Asked): boolean {
  return isAttemptOpen(after) && !after.endAsked && !isDead(after.business) && !callbackEnded;
}

/**
 * The visitor is dialled by one webhook request only: the one that was granted it, and its own repeats. A carrier
 * that marks no repeats is told once.
 */
function maySayDial({ before, after, requestToken }: Asked): boolean {
  if (after.screening !== 'accepted' || after.dialToken === undefined) return false;
  const grantedNow = before.dialToken === undefined;
  return grantedNow || (requestToken !== '' && after.dialToken === requestToken);
}
