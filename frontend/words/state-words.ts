import type { CallbackState } from '../../contract/callback.ts';
import { followWords } from './follow.ts';
import { nonBreaking, spokenDuration } from './format.ts';
import { noticeWords, outcomeWords } from './outcomes.ts';

/** A heading, a sentence, and whether the business was told about the callback. */
export type StateWords = { title: string; text: string; notice: string };

/** Returns a callback's state in words for the visitor. `business` is the name of the business. */
export function stateWords(state: CallbackState, business: string): StateWords {
  const { status: say } = followWords;
  switch (state.status) {
    case 'pending':
      return wordsOf(followWords.code.title, state.message);
    case 'verified':
      return wordsOf(say.verified, waitWords(state, business));
    case 'calling':
      return callWords(state, business);
    case 'connected':
      return wordsOf(say.connected, say.connectedText);
    default:
      return endWords(state);
  }
}

function wordsOf(title: string, text: string, notice = ''): StateWords {
  return { title, text, notice };
}

function waitWords({ queue }: CallbackState, business: string): string {
  const { status: say } = followWords;
  if (queue === null || queue.position === 1) return `${say.next} ${say.verifiedText(business)}`;
  return say.queue(queue.position, spokenDuration(queue.expected_wait_seconds));
}

function callWords({ step, business_number }: CallbackState, business: string): StateWords {
  const { status: say } = followWords;
  if (step === 'business-screening') return wordsOf(say.screening, say.screeningText);
  if (step === 'calling-visitor') return wordsOf(say.ringing, say.ringingText(nonBreaking(business_number)));
  return wordsOf(say.calling(business), say.callingText);
}

/** A newer server can send an outcome that this page does not know. Then the server's sentence is shown. */
function endWords({ outcome, message, notice }: CallbackState): StateWords {
  const known = outcome === null ? undefined : outcomeWords[outcome];
  if (known === undefined) return wordsOf(followWords.status.unknown, message);
  const [title, text] = known;
  return wordsOf(title, text, noticeWords[notice]);
}
