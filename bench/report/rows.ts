import { lines } from '../actors/backend-service.ts';
import { type BareSqlite, groupedBy } from '../measure/bare-sqlite.ts';
import { concurrency, type IntakeRound } from '../measure/intake.ts';
import type { LiveRound } from '../measure/live-calls.ts';
import { percentile } from '../measure/statistics.ts';
import { type Row, rowOf } from './report.ts';

export function bareRows({ single, grouped }: BareSqlite): Row[] {
  const part = 'node:sqlite alone (WAL, synchronous=FULL), the rows of an intake';
  return [
    rowOf({ part, name: 'one intake a transaction', unit: 'a second', rounds: single }),
    rowOf({ part, name: `${groupedBy} intakes a transaction`, unit: 'a second', rounds: grouped }),
  ];
}

export function intakeRows(rounds: readonly IntakeRound[]): Row[] {
  const part = `Intake, ${concurrency} requests under way at once`;
  const of = (told: (round: IntakeRound) => number) => rounds.map(told);
  return [
    rowOf({
      part,
      name: 'bare fastify route that commits the same rows',
      unit: 'a second',
      rounds: of(({ bare }) => bare.perSecond),
    }),
    rowOf({
      part,
      name: 'bare route p50',
      unit: 'ms',
      rounds: of(({ bare }) => percentile(bare.latencies, 0.5)),
    }),
    rowOf({
      part,
      name: 'bare route p99',
      unit: 'ms',
      rounds: of(({ bare }) => percentile(bare.latencies, 0.99)),
    }),
    rowOf({
      part,
      name: 'POST /api/v1/callbacks, every check on',
      unit: 'a second',
      rounds: of(({ intake }) => intake.perSecond),
    }),
    rowOf({
      part,
      name: 'intake p50',
      unit: 'ms',
      rounds: of(({ intake }) => percentile(intake.latencies, 0.5)),
    }),
    rowOf({
      part,
      name: 'intake p99',
      unit: 'ms',
      rounds: of(({ intake }) => percentile(intake.latencies, 0.99)),
    }),
    rowOf({
      part,
      name: 'intake to bare route',
      unit: 'ratio',
      rounds: of(({ intake, bare }) => intake.perSecond / bare.perSecond),
      aim: { better: 'higher', than: 0.4 },
    }),
    rowOf({
      part,
      name: 'codes texted while the load lasted',
      unit: 'ratio',
      rounds: of(({ codesSentMeanwhile }) => codesSentMeanwhile),
    }),
    rowOf({
      part,
      name: 'until the last code was texted',
      unit: 'ms',
      rounds: of(({ codesLate }) => codesLate),
    }),
  ];
}

export function liveRows(rounds: readonly LiveRound[]): Row[] {
  const of = (told: (round: LiveRound) => number) => rounds.map(told);
  const call = 'Right code to POST at the carrier, one visitor after the other';
  const webhook = `Signed webhook to TwiML, ${lines} callbacks live and followed by their pages`;
  const memory = 'Start and memory';
  const ten = { better: 'lower', than: 10 } as const;
  return [
    rowOf({
      part: call,
      name: 'p50',
      unit: 'ms',
      rounds: of((round) => percentile(round.verifyToPost, 0.5)),
    }),
    rowOf({
      part: call,
      name: 'p99',
      unit: 'ms',
      rounds: of((round) => percentile(round.verifyToPost, 0.99)),
      aim: { better: 'lower', than: 50 },
    }),
    rowOf({
      part: webhook,
      name: 'prompt p50',
      unit: 'ms',
      rounds: of(({ prompts }) => percentile(prompts, 0.5)),
    }),
    rowOf({
      part: webhook,
      name: 'prompt p99',
      unit: 'ms',
      rounds: of(({ prompts }) => percentile(prompts, 0.99)),
      aim: ten,
    }),
    rowOf({ part: webhook, name: 'keys p50', unit: 'ms', rounds: of(({ keys }) => percentile(keys, 0.5)) }),
    rowOf({
      part: webhook,
      name: 'keys p99',
      unit: 'ms',
      rounds: of(({ keys }) => percentile(keys, 0.99)),
      aim: ten,
    }),
    rowOf({ part: memory, name: 'start to healthy', unit: 'ms', rounds: of(({ start }) => start) }),
    rowOf({
      part: memory,
      name: 'resident, idle',
      unit: 'MB',
      rounds: of(({ idleRss }) => idleRss),
      aim: { better: 'lower', than: 130 },
    }),
    rowOf({
      part: memory,
      name: `resident, ${lines} callbacks live`,
      unit: 'MB',
      rounds: of(({ liveRss }) => liveRss),
    }),
  ];
}
