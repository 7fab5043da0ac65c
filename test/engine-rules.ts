import { edgeRules } from './edge-rules.ts';
import { by, type EngineRule } from './engine-rule.ts';
import { scenarioRules } from './scenario-rules.ts';

const attempt = 'backend/domain/attempt';
const callback = 'backend/domain/callback';
const promises = 'backend/domain/promises.test.ts';
const engine = 'test/scenarios/engine';
const store = 'test/contracts/store';

/** Add a rule, or a test to a rule, wherever one is missing; the page is printed anew from here. */
export const engineRules: EngineRule[] = [
  {
    rule: 'Every pair of status and event is decided for a callback, and every pair of phase and event for an attempt.',
    heldBy: [
      by(
        `${callback}/transition.test.ts`,
        'what every event means for a request in every status stands in a table',
        'what it means in every status that an effect of each kind was given up stands in a table',
      ),
      by(
        `${attempt}/transition.test.ts`,
        'what every event means for an attempt in every phase stands in a table',
      ),
    ],
  },
  {
    rule: 'An end is final, but for the retry of a failed request whose phone was proven.',
    heldBy: [
      by(
        `${callback}/invariants.test.ts`,
        'an end is left only by retrying a failed request whose phone was proven',
      ),
      by(`${engine}/two-machines.test.ts`, 'a request whose phone was never proven cannot be retried'),
    ],
  },
  {
    rule: 'A proven request always ends, and one that did not become a conversation has its business told.',
    heldBy: [
      by(
        promises,
        'whatever happened, and however the carrier answers, everything ends when the timers have run',
        'whatever happens, an end says why, and a proven request that failed has its business told',
        'whatever happens, a proven request has its last resort until it ends, and then waits for nothing',
      ),
    ],
  },
  {
    rule: 'No attempt is forgotten: while it is open, there is a time at which the carrier is asked.',
    heldBy: [
      by(promises, 'whatever happens, an open attempt has a time at which the carrier is asked'),
      by(
        `${attempt}/invariants.test.ts`,
        'every decision that leaves an attempt open leaves a time at which the carrier is asked',
      ),
    ],
  },
  {
    rule: 'An attempt may outlive its callback; it holds its line until its leg is dead, or until the window has closed.',
    heldBy: [
      by(
        `${engine}/two-machines.test.ts`,
        'an attempt outlives its cancelled callback and holds the line until its leg is dead',
        'a retry is refused while the last attempt is open, and begins a new one once it is over',
      ),
      by(
        `${engine}/lines.test.ts`,
        'a call of which nobody knows whether it exists holds its line for three minutes, then lets go of it',
      ),
    ],
  },
  {
    rule: 'Who loses the race to save decides again on what the winner saved.',
    heldBy: [
      by(
        `${store}/changes.ts`,
        'lets one of two through that decided on the same version, and keeps nothing of the other',
      ),
    ],
  },
  {
    rule: 'The intent to call is durable before the POST, and at most one POST of an attempt may be carried out.',
    heldBy: [
      by(
        promises,
        'whatever happens, each attempt has at most one POST that may have been carried out',
        'whatever happens, a call is only ever asked for while it was certainly not requested yet',
      ),
      by(
        `${engine}/intent.test.ts`,
        'the intent is committed, and the effect that led to it is gone, before the POST is sent',
        'an intent that is three seconds old is not acted on; it is stated anew',
        'a process that takes over after a crash never POSTs what another intended',
      ),
    ],
  },
  {
    rule: 'On one dialled number there is at most one call without SID, whoever made it, and no more calls than lines.',
    heldBy: [
      by(
        `${engine}/lines.test.ts`,
        'of one dialled number only one call at a time may be without SID, however many lines and sites share it',
        'as many calls run at once as the business has lines',
      ),
    ],
  },
  {
    rule: 'A POST that was turned away without being processed is sent again by the same attempt, five times at most.',
    heldBy: [
      by(
        `${attempt}/invariants.test.ts`,
        'the POST is asked for again only when it was certainly not carried out',
      ),
      by(
        `${attempt}/deadlines.test.ts`,
        'an intent is renewed once for each time that the POST was turned away',
        'a POST that is turned away five times is given up as refused',
      ),
      by(
        `${engine}/throttled.test.ts`,
        'a POST that was throttled is sent again by the same attempt under a renewed intent',
      ),
    ],
  },
  {
    rule: 'A POST without answer is never sent again; its call is looked for, and unknown when the window has closed.',
    heldBy: [
      by(
        `${attempt}/deadlines.test.ts`,
        'an empty answer proves nothing until the window has closed, with a SID or without',
      ),
      by(
        `${engine}/lost-answer.test.ts`,
        'a call whose answer was lost is found by the token in its webhooks',
        'of two calls that may be ours none is taken',
        'when three minutes pass without a SID, the result is unknown and the business is texted',
      ),
    ],
  },
  {
    rule: 'A second call of an attempt, or a live call of a closed one, is ended at once.',
    heldBy: [
      by(
        `${attempt}/deadlines.test.ts`,
        'a second call for one attempt is ended at once and teaches nothing',
        'a call that turns up after its attempt was given up is ended at once, until it is known to be dead',
      ),
      by(
        `${engine}/lost-answer.test.ts`,
        'a call that shows itself after its attempt was closed is ended at once',
      ),
    ],
  },
  {
    rule: 'A deadline is a question to the carrier; what it shows decides, and a call that is alive is waited for.',
    heldBy: [
      by(
        `${attempt}/deadlines.test.ts`,
        "a call that waits in the carrier's queue too long is withdrawn, and not before",
        "ring time runs from the carrier's dialling, not from our request",
        'a call that is still shown as alive when none can last so long is given up',
      ),
      by(
        `${engine}/deadlines.test.ts`,
        'when the ring time is over the carrier is asked, and a call that is alive is waited for',
        'the business is texted only when its phone has stopped ringing',
      ),
    ],
  },
  {
    rule: 'Reports may come late, twice, out of order or not at all: the outcome is the same.',
    heldBy: [
      by(
        `${attempt}/order.test.ts`,
        'in whatever order it is reported: …',
        'with any report doubled, in whatever order: …',
        'with any status lost and asked for later, in whatever order: …',
        'with every report lost but the key, what the carrier shows decides as well',
      ),
      by(
        `${attempt}/invariants.test.ts`,
        'facts never shrink',
        'an event that is told twice changes nothing the second time and gives back the same object',
      ),
    ],
  },
  {
    rule: 'Only 1 accepts, and the order to dial the visitor is given to one request and its repeats.',
    heldBy: [
      by(
        `${attempt}/plan.test.ts`,
        'only 1 has the visitor dialled',
        'the request that was granted the dial gets the same answer when it is repeated, any other is hung up on',
        'where requests cannot be told apart, the visitor is dialled for the first only',
      ),
      by(`${engine}/during-call.test.ts`, 'an order to dial is given only when it is committed'),
    ],
  },
  {
    rule: 'The visitor answering connects the request, provisionally; only a talk that is long enough completes it.',
    heldBy: [
      by(
        `${attempt}/verdict.test.ts`,
        'bridged for the shortest talk is a conversation, a second less is not',
      ),
      by(`${callback}/invariants.test.ts`, 'only a conversation completes a request'),
      by(
        `${engine}/two-machines.test.ts`,
        'connected is provisional: a talk that is too short ends as failed',
      ),
    ],
  },
  {
    rule: 'Cancelling ends the request at once and its call as soon as that is possible; nobody is dialled afterwards.',
    heldBy: [
      by(
        `${attempt}/order.test.ts`,
        'cancelled at any moment, the call is ended, nobody is dialled afterwards, and the attempt closes',
      ),
      by(
        `${attempt}/deadlines.test.ts`,
        'a call that was to be ended before its SID was known is ended when the SID gets known',
        'a call that was to be ended and is found alive is ended again, and looked at soon',
      ),
      by(
        `${engine}/cancel.test.ts`,
        'cancelling before the POST is answered ends the call as soon as its SID is known',
      ),
    ],
  },
  {
    rule: 'Five guesses to a code, even if they come at the same moment; then another code must be asked for.',
    heldBy: [
      by(
        `${callback}/code-sending.test.ts`,
        'guesses made at the same moment count one by one, and the right code comes too late after the fifth',
      ),
      by(`${callback}/code-policy.test.ts`, 'a code is spent after five guesses, expired or not'),
    ],
  },
  {
    rule: 'A text that is lost goes by the next channel, and is the operator’s to see when none is left.',
    heldBy: [
      by(
        `${callback}/notice.test.ts`,
        'the business is told by the next channel when one fails, and the operator sees it when none is left',
        'a text that was accepted and then lost is told by the next channel after all',
      ),
    ],
  },
  ...scenarioRules,
  ...edgeRules,
];
