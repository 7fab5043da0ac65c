import { defaultAttemptRules } from '../../backend/domain/attempt/rules.ts';
import { statusMessage } from '../../backend/domain/messages/status-message.ts';
import { outcomes } from '../../backend/domain/outcome.ts';
import { sampleCallback } from '../../test/support/domain/sample-callback.ts';
import { attemptTable } from './attempt-table.ts';
import { callbackTable } from './callback-table.ts';
import { attemptDiagram, callbackDiagram } from './diagrams.ts';
import { code, meanings, table } from './markdown.ts';
import {
  attemptEventMeanings,
  attemptTimers,
  callbackEventMeanings,
  callbackTimers,
  effectMeanings,
  phaseMeanings,
  statusMeanings,
} from './meanings.ts';
import { rulesTable, taggedTests } from './tagged-tests.ts';

function outcomeTable(): string {
  const said = outcomes.map((outcome) => [
    code(outcome),
    statusMessage(sampleCallback('failed', { outcome, notice: 'none' })),
  ]);
  return table(['outcome', 'the visitor reads'], said);
}

function timerTable(): string {
  const ofAttempt = Object.entries(attemptTimers).map(([name, meaning]) => {
    const value = defaultAttemptRules[name as keyof typeof attemptTimers];
    return [code(name), duration(name, value), meaning];
  });
  const ofCallback = Object.entries(callbackTimers).map(([name, meaning]) => [
    code(name),
    "the site's",
    meaning,
  ]);
  return table(['timer', 'usually', 'meaning'], [...ofCallback, ...ofAttempt]);
}

function duration(name: string, value: number): string {
  if (name === 'maxIntents') return `${value} times`;
  return `${name.endsWith('Seconds') ? value : value / 1_000} s`;
}

/** Returns the whole page, made from the current code. */
export function callFlowDocument(): string {
  return `# How a callback goes

Printed from the code by \`npm run call-flow\`; a test fails when it is stale. Two machines share the
work: the **callback** is what the visitor and the operator see, an **attempt** is one try to reach the business and may
outlive it.

## The callback

${callbackDiagram()}

${meanings('status', statusMeanings)}

${meanings('event', callbackEventMeanings)}

The result of each event in each status. \`–\`: nothing (late or repeated). \`noted\`: the status stays. \`refused\`: the
caller gets a refusal. \`+\`: an effect is armed.

${callbackTable()}

## An attempt

Calls with reports in the usual order. An arrow into \`ended\` shows the outcome.

${attemptDiagram()}

${meanings('phase', phaseMeanings)}

${meanings('event', attemptEventMeanings)}

The result of each event in each phase; reports can arrive in any order. Each new fact sets a time at which
the carrier is asked.

${attemptTable()}

## Outcomes

${outcomeTable()}

## Effects

${meanings('effect', effectMeanings)}

## Timers

${timerTable()}

## Rules of the engine and their tests

A comment \`// rule: <id>\` above a test names the rule that the test checks; the ids are in
\`tools/call-flow/rules.ts\`.

${rulesTable(taggedTests())}
`;
}
