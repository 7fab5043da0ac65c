import type { CallbackState } from '../../contract/callback.ts';
import { nonBreaking, spokenDuration } from './format.ts';
import { noticeWords, outcomeWords } from './outcomes.ts';
import { words } from './page.ts';

/** What the status view says: a heading, a sentence, and what the business has been told. */
export type StateWords = { title: string; text: string; notice: string };

/** A state in the visitor's words. `business` is the name of whom they want to talk to. */
export function stateWords(state: CallbackState, business: string): StateWords {
  const { status: say } = words;
  switch (state.status) {
    case 'pending':
      return described(words.code.title, state.message);
    case 'verified':
      return described(say.verified, describeWait(state, business));
    case 'calling':
      return describeCall(state, business);
    case 'connected':
      return described(say.connected, say.connectedText);
    default:
      return describeEnd(state);
  }
}

function described(title: string, text: string, notice = ''): StateWords {
  return { title, text, notice };
}

function describeWait({ queue }: CallbackState, business: string): string {
  const { status: say } = words;
  if (queue === null || queue.position === 1) return `${say.next} ${say.verifiedText(business)}`;
  return say.queue(queue.position, spokenDuration(queue.expected_wait_seconds));
}

function describeCall({ step, business_number }: CallbackState, business: string): StateWords {
  const { status: say } = words;
  if (step === 'business-screening') return described(say.screening, say.screeningText);
  if (step === 'calling-visitor')
    return described(say.ringing, say.ringingText(nonBreaking(business_number)));
  return described(say.calling(business), say.callingText);
}

/** A server newer than this page may know outcomes that the page does not: then its own sentence stands. */
function describeEnd({ outcome, message, notice }: CallbackState): StateWords {
  const ending = outcome === null ? undefined : outcomeWords[outcome];
  if (ending === undefined) return described(words.status.unknown, message);
  return described(ending[0], ending[1], noticeWords[notice]);
}
