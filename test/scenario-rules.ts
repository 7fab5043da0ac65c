import { by, type EngineRule } from './engine-rule.ts';

const engine = 'test/scenarios/engine';

/** The rules that only the whole engine can keep or break: store, use cases, handlers and runner together. */
export const scenarioRules: EngineRule[] = [
  {
    rule: 'Nobody is called before a right code.',
    heldBy: [by(`${engine}/two-machines.test.ts`, 'nothing is called before a right code')],
  },
  {
    rule: 'Whoever decides does so on what is saved: a loser decides again, a handler looks again, each change is noted.',
    heldBy: [
      by(
        `${engine}/deciding.test.ts`,
        'who loses a race decides again: forty reports at one moment all count',
        'whoever comes second sees what the first decided: cancel and key press never both win',
        'an effect looks again before it acts: no code is texted for a request that was cancelled meanwhile',
        'every change leaves a row in the audit log with who did it',
      ),
    ],
  },
  {
    rule: 'Without an answer, without a durable intent and under a lease that has run out, nothing is sent a second time.',
    heldBy: [
      by(
        `${engine}/intent.test.ts`,
        'a POST that was not answered (…) is never sent again',
        'an answer that takes longer than the lease does not lead to a second POST',
        'without a durable intent nothing is dialled',
        'the age of an intent does not depend on the wall clock',
      ),
    ],
  },
  {
    rule: 'A throttled attempt waits unevenly and ever longer, looks for no call, and stops when it is cancelled.',
    heldBy: [
      by(
        `${engine}/throttled.test.ts`,
        'a carrier that keeps throttling is asked five times, at growing and uneven intervals',
        'two requests that are throttled together do not come back together',
        'a throttled attempt made no call, so none is looked for and none of somebody else is taken',
        'a throttled request that is cancelled is not sent again',
        'a refusal ends the attempt at once, with its reason kept and the business told',
      ),
    ],
  },
  {
    rule: 'In the list of calls only a sole match counts, made about when the POST was, and bound to no other attempt.',
    heldBy: [
      by(
        `${engine}/lost-answer.test.ts`,
        'a call whose answer was lost and of which no webhook comes is found in the list of calls',
        'an empty list proves nothing: a call that is listed late is still found',
        'a call that belongs to another attempt is not taken',
        'a call is found beside one that belongs to another attempt',
        'a call that was made well before the intent is not taken',
        'a call that was made when the POST was long over is not taken',
        'a second call for one attempt is ended, and the first goes on',
      ),
    ],
  },
  {
    rule: 'Turns are taken in the order of proof; who gives up, or waits too long, stands in nobody’s way.',
    heldBy: [
      by(
        `${engine}/lines.test.ts`,
        'requests are called in the order in which their phones were proven',
        'the next request is called as soon as the line is free',
        'who waits longer than the longest wait is not called any more; the business is texted',
        'somebody who gives up waiting does not hold up those behind',
      ),
    ],
  },
  {
    rule: 'Hours and opt-outs are looked at again when the turn has come.',
    heldBy: [
      by(
        `${engine}/lines.test.ts`,
        'hours are looked at again when the turn comes: who waited past closing time is texted instead',
        'who texts STOP while waiting is not called, and nothing is texted',
        'opt-outs are looked at again when the turn comes',
      ),
    ],
  },
  {
    rule: 'What came of a call follows from asking the carrier, though none of its reports comes; no call is asked for ever.',
    heldBy: [
      by(
        `${engine}/deadlines.test.ts`,
        '… follows from asking the carrier when none of its reports comes',
        'what came of a call follows from its legs when what follows the visitor’s leg is never asked',
        'a carrier that cannot be asked for some minutes does not end a conversation',
        'a call that the carrier shows as alive for ever is given up when its longest time has passed',
        'a call that waits too long in the carrier’s queue is withdrawn',
        'ring time runs from when the phone rings, not from the POST',
      ),
    ],
  },
  {
    rule: 'What the phones are told follows from what is saved; when that fails, they hear an apology and dial nobody.',
    heldBy: [
      by(
        `${engine}/during-call.test.ts`,
        'the same question asked twice gets the same answer, and the visitor is dialled once',
        'the order to dial the visitor is given to one request; another that says the same is hung up on',
        'a carrier that marks no repeats is told to dial once',
        'an answer that the carrier cannot use leads to an apology, never to a call',
        'the callback is connected as soon as the visitor answers, while both still talk',
        '…: the request ends as failed and the business is texted once',
        'a visitor’s phone rings for fifteen seconds and a few more, so that no voicemail answers',
        'who calls our number back hears who we are',
      ),
    ],
  },
  {
    rule: 'Cancel means hang up, whatever state the call is in, and until it has happened.',
    heldBy: [
      by(
        `${engine}/cancel.test.ts`,
        'cancelling … ends the callback at once and hangs up',
        'cancelling a call whose answer was lost ends it when its first webhook comes',
        'cancelling while waiting for a line leaves nothing to dial',
        'hanging up is tried until it happens',
        'an end cannot be cancelled, and cancelling twice is once',
      ),
    ],
  },
  {
    rule: 'A failing effect is tried again, then told to its request; waiting is no failure; unknown kinds are left alone.',
    heldBy: [
      by(
        `${engine}/giving-up.test.ts`,
        'when … is given up, its request hears of it and still ends',
        'an effect of a kind that is not known here is left alone, and nothing waits for it',
        'at the last resort everything ends: the call is hung up and the business is texted',
        'an effect that fails is tried again, and what follows is as if it had not',
        'waiting for a line is no failure: who waited long is not given up for one hiccup',
        'a runner with nothing to do asks the store twice in half a minute',
      ),
    ],
  },
  {
    rule: 'Told means that a carrier took the text; it goes out at least once, with its reference, and to the second channel.',
    heldBy: [
      by(
        `${engine}/texts.test.ts`,
        'until a carrier has accepted the text, the business counts as being told',
        'the text carries its reference and says who asked, but not the id that opens the request',
        'a text that is refused goes to the second channel at once',
        'a text that fails again and again goes to the second channel within a quarter of an hour',
        'a text that was accepted but is reported … goes to the second channel',
        'when every channel fails, the operator sees that the business was not told',
        'a text whose sender died before it noted the answer is sent again, with the same reference',
        'a code whose text is sent again holds the same digits',
      ),
    ],
  },
  {
    rule: 'One request per number is under way, from its proof on; who proves the same phone elsewhere follows it.',
    heldBy: [
      by(
        `${engine}/admission.test.ts`,
        'a second browser that proves the same phone follows the request under way; one call is made',
        'two browsers that prove the same phone at the same moment get one call',
        'nobody who has not proven a number blocks it',
        'when the request under way has just ended, the right code opens one of its own',
        'the right code given twice answers with how things stand',
      ),
    ],
  },
  {
    rule: 'A rejected request writes nothing, and rivals at one moment pass no limit.',
    heldBy: [
      by(
        `${engine}/admission.test.ts`,
        'a rejected request writes nothing',
        'fifty requests of one client at one moment let five in',
        'a number gets three codes an hour, whoever asks for them',
        '…, a number of ours or of the business, is refused',
        'the same key with the same body is the same request, with another body it is refused',
      ),
    ],
  },
  {
    rule: 'All that something may cost is counted under the caps before it is sent; what was not used is given back.',
    heldBy: [
      by(
        'test/scenarios/spending/beyond-budget.test.ts',
        'with the proof all that the call may cost is set aside, before anything is dialled',
        'whoever proves nothing uses up a code and sets nothing aside',
        'where the budget was used up since the code was sent, the proof is told so and the owner gets a text',
        'where not even a text can be paid, the owner is told by email, and no more is counted',
      ),
      by(
        'test/scenarios/fraud.test.ts',
        'ten thousand bots spend no cent above the cap, and honest visitors are served until it is reached',
        'with lost answers and killed processes, what is counted still covers what the carrier was asked for',
      ),
    ],
  },
  {
    rule: 'A process may stop or die at any step: nothing is lost, repeated or left hanging.',
    heldBy: [
      by(
        `${engine}/crash.test.ts`,
        'a process that dies at any step of … call leaves nothing lost, repeated or hanging',
      ),
      by(
        `${engine}/restart.test.ts`,
        'a deployment during a conversation does not end it',
        'what is under way is finished before a process stops, and nothing new is begun',
        'timers that fell due while nothing ran are kept when something runs again',
        'what a dead process had claimed is taken over within half a minute',
      ),
    ],
  },
  {
    rule: 'All of this holds at once, on bad days and with many callers; and where it did not, it would be noticed.',
    heldBy: [
      by(
        'test/scenarios/simulation.test.ts',
        'on bad days no request is lost, called twice or stuck, and nobody is left untold',
        'the same seed tells the same story',
      ),
      by('test/scenarios/simulation-defects.test.ts', 'the simulation notices …'),
    ],
  },
];
