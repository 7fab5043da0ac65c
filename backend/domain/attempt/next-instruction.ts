import { isDead } from './leg.ts';
import { type Attempt, awaitsVisitorKey, isAttemptOpen } from './state.ts';

/** What the carrier does next with the business's leg. */
export type NextInstruction = 'screen' | 'ask-again' | 'dial-visitor' | 'say-unreachable' | 'hang-up';

/** What the carrier does next with the visitor's leg, before both legs are connected. */
export type VisitorInstruction = 'screen-visitor' | 'ask-visitor-again' | 'connect-visitor' | 'hang-up';

type Answered = { after: Attempt; callbackEnded: boolean };

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
  if (status === 'completed' && awaitsVisitorKey(attempt)) return 'say-unreachable';
  return status === 'busy' || status === 'no-answer' || status === 'failed' ? 'say-unreachable' : 'hang-up';
}

/** Answers the carrier's webhook after the visitor picked up. */
export function afterVisitorPrompt(answered: Answered): VisitorInstruction {
  if (!isWanted(answered)) return 'hang-up';
  return awaitsVisitorKey(answered.after) ? 'screen-visitor' : 'connect-visitor';
}

/** Answers the carrier's webhook after the visitor pressed keys, or pressed none. Another key is asked about once. */
export function afterVisitorKeys(
  answered: Answered,
  heard: { digits: string; isLast: boolean },
): VisitorInstruction {
  if (!isWanted(answered)) return 'hang-up';
  if (heard.digits === '1') return awaitsVisitorKey(answered.after) ? 'hang-up' : 'connect-visitor';
  return heard.digits === '' || heard.isLast ? 'hang-up' : 'ask-visitor-again';
}

function isWanted({ after, callbackEnded }: Answered): boolean {
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
