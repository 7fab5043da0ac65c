import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type DoctorReport, doctorReport } from '../../../contract/operator/doctor.ts';
import type { Uses } from '../deps.ts';
import { problemResponses } from '../problems/send-problem.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';

const schema = {
  tags: ['operator'],
  summary: "The doctor's findings, each with what fixes it",
  description: 'The same checks as ./run.sh doctor, without those of the machine outside the process.',
  response: { 200: doctorReport, ...problemResponses(...gateRefusals) },
};

/** The carrier is asked by these checks, so that several pages share one round. */
const sharedMs = 30_000;

/** `GET /admin/doctor` */
export function doctorRoute(
  { examine, clock }: Uses<'examine' | 'clock'>,
  gate: OperatorGate,
): FastifyPluginCallbackZod {
  let last: { at: number; report: Promise<DoctorReport> } | undefined;

  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.get('/admin/doctor', { schema }, (): Promise<DoctorReport> => {
      const at = clock.monotonic();
      if (last === undefined || at - last.at >= sharedMs) last = { at, report: examine() };
      return last.report;
    });
    done();
  };
}
