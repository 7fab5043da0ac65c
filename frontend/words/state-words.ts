import type { CallbackState } from '../../contract/callback.ts';
import { fill } from '../../languages/fill.ts';
import { nonBreaking, spokenDuration } from './format.ts';
import { followWords, rareWords } from './page.ts';

/** A heading, a sentence, and whether the business was told about the callback. */
export type StateWords = { title: string; text: string; notice: string };

/** What the page knows beside the state: when the business opens, and whether the visitor was talking before. */
export type StateContext = { opening?: string; wasConnected?: boolean };

/** Returns a callback's state in words for the visitor. */
export function stateWords(state: CallbackState, context: StateContext = {}): StateWords {
  const { status: say } = followWords;
  switch (state.status) {
    case 'pending':
      return wordsOf(followWords.code.title, state.message);
    case 'verified':
      return wordsOf(say.verified, waitWords(state));
    case 'calling':
      return callWords(state);
    case 'connected':
      return wordsOf(say.connected, say.connectedText);
    default:
      return endWords(state, context);
  }
}

function wordsOf(title: string, text: string, notice = ''): StateWords {
  return { title, text, notice };
}

function waitWords({ queue }: CallbackState): string {
  const { status: say } = followWords;
  if (queue === null || queue.position === 1) return say.next;
  return fill(say.queue, {
    position: queue.position,
    wait: spokenDuration(queue.expected_wait_seconds),
  });
}

function callWords({ step, business_number }: CallbackState): StateWords {
  const { status: say } = followWords;
  if (step === 'business-screening') return wordsOf(say.screening, say.screeningText);
  if (step === 'calling-visitor')
    return wordsOf(say.ringing, fill(say.ringingText, { number: nonBreaking(business_number) }));
  return wordsOf(say.calling, say.callingText);
}

/** Whether a state is told with the words that most callbacks never need. */
export function needsRareWords({ status, outcome, code }: CallbackState): boolean {
  if (status === 'pending') return code?.by === 'call';
  return status === 'cancelled' || status === 'failed' || (status === 'completed' && outcome !== 'talked');
}

/** A newer server can send an outcome that this page does not know. Then the server's sentence is shown. */
function endWords({ outcome, message, notice }: CallbackState, context: StateContext): StateWords {
  const { status: say } = followWords;
  if (outcome === 'talked') return wordsOf(say.talked, say.talkedText);
  if (outcome === 'cancelled-by-visitor' && context.wasConnected) return wordsOf(say.ended, say.endedText);
  const { outcomes, notices } = rareWords;
  const known = outcome === null ? undefined : outcomes[outcome];
  if (known === undefined) return wordsOf(say.unknown, message);
  const { title, text } = known;
  const opening = outcome === 'after-hours-notified' ? ` ${context.opening ?? ''}` : '';
  return wordsOf(title, `${text}${opening}`.trim(), notices[notice]);
}
