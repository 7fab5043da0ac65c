import { isDead } from './leg.ts';
import { type Attempt, isAttemptOpen } from './state.ts';

/** What the carrier does next with the business's leg. */
export type NextInstruction = 'screen' | 'ask-again' | 'dial-visitor' | 'say-unreachable' | 'hang-up';

type Question = { before: Attempt; after: Attempt; callbackEnded: boolean; requestToken: string };

/** Answers the carrier's webhook after the business picked up. */
export function afterPrompt(question: Question): NextInstruction {
  if (!isWanted(question)) return 'hang-up';
  if (question.after.screening === 'none') return 'screen';
  return mayDial(question) ? 'dial-visitor' : 'hang-up';
}

/** Answers the carrier's webhook after the business pressed keys, or pressed none. */
export function afterKeys(question: Question): NextInstruction {
  if (!isWanted(question)) return 'hang-up';
  if (mayDial(question)) return 'dial-visitor';
  return mayAskAgain(question) ? 'ask-again' : 'hang-up';
}

/** Answers the carrier's webhook after the visitor's leg ended. The business can still be on the line. */
export function afterDial(attempt: Attempt): NextInstruction {
  const { status } = attempt.visitor;
  if (attempt.callFault === 'dial-refused') return 'say-unreachable';
  return status === 'busy' || status === 'no-answer' || status === 'failed' ? 'say-unreachable' : 'hang-up';
}

function isWanted({ after, callbackEnded }: Question): boolean {
  return isAttemptOpen(after) && !after.endAsked && !isDead(after.business) && !callbackEnded;
}

/** A key that was not offered gets the prompt once more, for one request and its retries. */
function mayAskAgain({ before, after, requestToken }: Question): boolean {
  if (after.screening !== 'none' || after.askAgainToken === undefined) return false;
  return isGranted(before.askAgainToken, after.askAgainToken, requestToken);
}

/**
 * Only one webhook request may dial the visitor: the one whose token the attempt holds, and its retries. A request
 * without a token gets the instruction once.
 */
function mayDial({ before, after, requestToken }: Question): boolean {
  if (after.screening !== 'accepted' || after.dialToken === undefined) return false;
  return isGranted(before.dialToken, after.dialToken, requestToken);
}

function isGranted(before: string | undefined, after: string, requestToken: string): boolean {
  return before === undefined || (requestToken !== '' && after === requestToken);
}
