import { lines } from '../actors/backend-service.ts';
import { type BareSqlite, groupedBy } from '../measure/bare-sqlite.ts';
import { concurrency, type IntakeRound } from '../measure/intake.ts';
import type { LiveRound } from '../measure/live-calls.ts';
import { clients, type OperatorReads } from '../measure/operator-reads.ts';
import { median, percentile } from '../measure/statistics.ts';
import { type Row, rowFrom } from './report.ts';

export function bareRows({ single, grouped }: BareSqlite): Row[] {
  const part = 'node:sqlite alone (WAL, synchronous=FULL), the rows of an intake';
  return [
    rowFrom({ part, name: 'one intake a transaction', unit: 'a second', rounds: single }),
    rowFrom({ part, name: `${groupedBy} intakes a transaction`, unit: 'a second', rounds: grouped }),
  ];
}

export function intakeRows(rounds: readonly IntakeRound[]): Row[] {
  const part = `Intake, ${concurrency} concurrent requests`;
  const of = (measured: (round: IntakeRound) => number) => rounds.map(measured);
  return [
    rowFrom({
      part,
      name: 'bare fastify route that commits the same rows',
      unit: 'a second',
      rounds: of(({ bare }) => bare.perSecond),
    }),
    rowFrom({
      part,
      name: 'bare route p50',
      unit: 'ms',
      rounds: of(({ bare }) => percentile(bare.latencies, 0.5)),
    }),
    rowFrom({
      part,
      name: 'bare route p99',
      unit: 'ms',
      rounds: of(({ bare }) => percentile(bare.latencies, 0.99)),
    }),
    rowFrom({
      part,
      name: 'POST /api/v1/callbacks, every check on',
      unit: 'a second',
      rounds: of(({ intake }) => intake.perSecond),
    }),
    rowFrom({
      part,
      name: 'intake p50',
      unit: 'ms',
      rounds: of(({ intake }) => percentile(intake.latencies, 0.5)),
    }),
    rowFrom({
      part,
      name: 'intake p99',
      unit: 'ms',
      rounds: of(({ intake }) => percentile(intake.latencies, 0.99)),
    }),
    rowFrom({
      part,
      name: 'intake to bare route',
      unit: 'ratio',
      rounds: of(({ intake, bare }) => intake.perSecond / bare.perSecond),
      aim: { better: 'higher', than: 0.4 },
    }),
    rowFrom({
      part,
      name: 'codes sent during the load',
      unit: 'ratio',
      rounds: of(({ codesSentMeanwhile }) => codesSentMeanwhile),
    }),
    rowFrom({
      part,
      name: 'until the last code was sent',
      unit: 'ms',
      rounds: of(({ codesLateMs }) => codesLateMs),
    }),
  ];
}

export function liveRows(rounds: readonly LiveRound[]): Row[] {
  const of = (measured: (round: LiveRound) => number) => rounds.map(measured);
  const call = 'Right code to POST at the carrier, one visitor after the other';
  const webhook = `Signed webhook to TwiML, ${lines} live callbacks with open event streams`;
  const memory = 'Start and memory';
  const ten = { better: 'lower', than: 10 } as const;
  return [
    rowFrom({
      part: call,
      name: 'p50',
      unit: 'ms',
      rounds: of((round) => percentile(round.verifyToPost, 0.5)),
    }),
    rowFrom({
      part: call,
      name: 'p99',
      unit: 'ms',
      rounds: of((round) => percentile(round.verifyToPost, 0.99)),
      aim: { better: 'lower', than: 50 },
    }),
    rowFrom({
      part: webhook,
      name: 'prompt p50',
      unit: 'ms',
      rounds: of(({ prompts }) => percentile(prompts, 0.5)),
    }),
    rowFrom({
      part: webhook,
      name: 'prompt p99',
      unit: 'ms',
      rounds: of(({ prompts }) => percentile(prompts, 0.99)),
      aim: ten,
    }),
    rowFrom({ part: webhook, name: 'keys p50', unit: 'ms', rounds: of(({ keys }) => percentile(keys, 0.5)) }),
    rowFrom({
      part: webhook,
      name: 'keys p99',
      unit: 'ms',
      rounds: of(({ keys }) => percentile(keys, 0.99)),
      aim: ten,
    }),
    rowFrom({ part: memory, name: 'start to healthy', unit: 'ms', rounds: of(({ startMs }) => startMs) }),
    rowFrom({
      part: memory,
      name: 'resident, idle',
      unit: 'MB',
      rounds: of(({ idleRssMb }) => idleRssMb),
      aim: { better: 'lower', than: 130 },
    }),
    rowFrom({
      part: memory,
      name: `resident, ${lines} callbacks live`,
      unit: 'MB',
      rounds: of(({ liveRssMb }) => liveRssMb),
    }),
  ];
}

/** Each read of the operator, and the intake beside these callbacks in relation to an empty database. */
export function millionRows(
  { bare, reads }: OperatorReads,
  intake: { empty: readonly IntakeRound[]; full: readonly IntakeRound[] },
): Row[] {
  const part = `The operator's reads, ${clients} clients without a pause, p99`;
  const bareP99 = percentile(bare, 0.99);
  const perSecond = (rounds: readonly IntakeRound[]) =>
    median(rounds.map((round) => round.intake.perSecond / round.bare.perSecond));
  const ratio = perSecond(intake.full) / perSecond(intake.empty);
  return [
    rowFrom({ part, name: 'one row by its key', unit: 'ms', rounds: [bareP99] }),
    ...[...reads].flatMap(([name, durations]) => {
      const p99 = percentile(durations, 0.99);
      return [
        rowFrom({ part, name, unit: 'ms', rounds: [p99], aim: { better: 'lower', than: 50 } }),
        rowFrom({ part, name: `${name}, to one row`, unit: 'ratio', rounds: [p99 / bareP99] }),
      ];
    }),
    rowFrom({
      part: 'Intake with these callbacks, to intake without',
      name: 'requests a second',
      unit: 'ratio',
      rounds: [ratio],
      aim: { better: 'higher', than: 0.9 },
    }),
  ];
}
