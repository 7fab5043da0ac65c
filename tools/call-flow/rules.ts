/**
 * The rules of the engine, in the order of docs/call-flow.md. A test that checks a rule has the comment
 * `// rule: <id>` directly above it. Add a rule here, and tag at least one test with it.
 */
export const rules = {
  'every-event-decided': 'Every callback status and every attempt phase decides every event.',
  'final-status':
    'An ended callback stays ended, except that an operator can retry a failed callback whose phone was proven.',
  'always-ends': 'A proven callback always ends. If no conversation happened, the business gets a notice.',
  'open-attempt-checked': 'An open attempt always has a time at which the carrier is asked about it.',
  'attempt-keeps-line':
    'An attempt can outlive its callback. It holds its line until its leg is dead or the search window has closed.',
  'version-check':
    'Of two decisions on the same version, one is saved. The loser decides again on what the winner saved.',
  'intent-before-post':
    'The intent to call is durable before the POST. At most one POST of an attempt can be carried out.',
  'own-line-only':
    'A dialled number has no more calls than lines. A call without a SID costs its own line and no other.',
  'unprocessed-post-retried':
    'A POST that the carrier rejected without processing it is retried by the same attempt, at most five times.',
  'unanswered-post-searched':
    'A POST without an answer is never repeated. Its call is searched for, and unknown when the search window has closed.',
  'extra-call-ended': 'A second call of an attempt and a live call of a closed attempt are ended at once.',
  'deadline-asks-carrier': 'A deadline asks the carrier, and the answer decides. A live call is waited for.',
  'silence-is-no-answer':
    'A call whose SID is known ends when the carrier says so. A question that cannot be asked, a 404 or the clock does not end it.',
  'any-report-order': 'Late, repeated, reordered and lost reports lead to the same outcome.',
  'only-1-accepts':
    'Only the key 1 accepts. The order to dial the visitor goes to one request and its repeats.',
  'connected-is-provisional':
    'The visitor’s answer connects the callback provisionally. Only a conversation of the minimum length completes it.',
  'voicemail-of-visitor':
    'A short talk that the business ended is no conversation when the visitor’s phone was answered at once or late.',
  'visitor-press-1':
    'With `VISITOR_SCREENING=press-1` both are connected only after the visitor pressed 1. A hang-up, silence or another key does not.',
  'cancel-ends-call':
    'Cancelling ends the callback at once and its call as soon as possible. No phone is dialled afterwards.',
  'five-guesses':
    'A code allows five guesses, also concurrent ones. Then the visitor must ask for another code.',
  'next-notice-channel':
    'A lost notice is sent by the next channel. The operator sees it when no channel is left.',
  'code-before-call': 'Without the right code, no phone is called.',
  'decide-on-saved-state':
    'Decisions use the saved state: a loser decides again, a handler reads again, each change is in the audit log.',
  'no-blind-repeat':
    'Without an answer, without a durable intent, or after the lease has expired, nothing is sent a second time.',
  'throttling-backs-off':
    'A throttled attempt backs off with jitter, searches for no call, and stops when it is cancelled.',
  'sole-match':
    'In the list of calls only a single match counts, created near the time of the POST and bound to no other attempt.',
  'listed-is-a-guess':
    'A listed call is a guess until a webhook with the attempt’s token names it: it is not hung up and not taken for a talk.',
  'order-of-proof':
    'Callbacks get lines in the order of proof. One that is cancelled or waits too long blocks no other.',
  'checks-before-dialling':
    'Every intent, also a renewed or late one, checks opening hours, opt-out, block list, caps and age. What has expired ends without a call.',
  'clock-jump':
    'When the clock of the machine is set, deadlines move along and the carrier is asked about every open call.',
  'outcome-without-reports':
    'The outcome of a call follows from asking the carrier, even if no report arrives. The asking always stops.',
  'saved-state-drives-phones':
    'The instructions to the phones follow from the saved state. On a fault a phone hears an apology and no phone is dialled.',
  'cancel-hangs-up':
    'Cancelling hangs up in every state of the call and is retried until the call has ended.',
  'failing-effect-retried':
    'A failing effect is retried, then reported to its callback. Waiting is no failure. Unknown kinds are left alone.',
  'notice-needs-acceptance':
    'A notice is pending until its channel took it. It has its reference, and goes by the second channel if the first fails.',
  'notice-by-channel':
    'A notice has a state on each channel. Reports change their own channel only, and a lost notice stays lost.',
  'notices-at-once':
    'Several channels can tell at once. The next one starts when none of them can, and a delivery ends only the later ones.',
  'burst-folded':
    'Callbacks missed within two minutes of a notice are told together, once on each channel. None is lost.',
  'missed-reminded':
    'A missed callback that stays open is told once more, then to a second person: in opening hours, and never twice.',
  'notice-report-asked-for':
    'The business counts as told when an SMS was delivered or handed over. The carrier is asked when no report comes.',
  'notice-tried-for-a-day':
    'A notice that cannot be sent is tried for a day, ever more rarely. The next channel starts after 15 minutes.',
  'lost-answer-ends-repeats':
    'A message whose answer was lost is looked for before it is sent again. A report about it ends the repeats.',
  'one-callback-per-phone':
    'A phone has one callback under way from its proof on. A second browser that proves the same phone follows it.',
  'rejected-request-writes-nothing': 'A rejected request writes nothing. Concurrent requests pass no limit.',
  'reserved-under-caps':
    'The maximum cost is reserved under the caps before anything is sent. The unused part is released.',
  'crash-safe': 'A process can stop or die at any step: nothing is lost, repeated or left open.',
  simulation:
    'All rules hold together on bad days with many callers, and the simulation notices a planted defect.',
  'isolated-post':
    'A POST has its own connection, is never redirected or repeated, and ends before its lease does.',
  'end-by-completing':
    'A call is ended by completing it, which also ends a queued, ringing or just answered call.',
  'code-by-call':
    'A code by a call is one POST; the call speaks it twice after key 1, so that a voicemail does not hear it.',
  'webhook-address':
    'Every webhook address carries its retry settings and is valid for one attempt and action.',
  'notice-channel-required':
    'A business that cannot receive text messages must have another notice channel at the start.',
  'page-stream':
    'A page receives whole states by version: at once, after each commit, and the missed state after a reconnect.',
  'grouped-commits':
    'Changes are committed in groups and succeed or fail on their own. An acknowledged change is on disk.',
  'moved-database':
    'After a database was restored or moved, due calls become notices that say they could be repeats.',
} as const;

export type RuleId = keyof typeof rules;
