import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { visitorErasure, visitorExport, visitorNumber } from '../../../contract/privacy.ts';
import { type Erased, type Exported, eraseVisitor, exportVisitor } from '../../usecases/privacy.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { type GateDeps, gateRefusals, type OperatorGate } from './access/gate.ts';
import { type HolderProof, proofRefusals } from './access/holder-proof.ts';

const refusals = [
  ...new Set([...gateRefusals, ...proofRefusals]),
  'phone-not-a-number',
  'phone-too-short',
  'phone-too-long',
  'phone-invalid',
  'phone-region-not-allowed',
  'phone-type-not-allowed',
  'phone-extension',
] as const;

const exportSchema = {
  tags: ['operator'],
  summary: 'Export all data about one visitor',
  body: visitorNumber,
  response: { 200: visitorExport, ...problemResponses(...refusals) },
};

const eraseSchema = {
  tags: ['operator'],
  summary: 'Erase all data about one visitor, except the opt-out',
  body: visitorNumber,
  response: { 200: visitorErasure, ...problemResponses(...refusals, 'request-under-way') },
};

type PrivacyDeps = GateDeps &
  Uses<'store' | 'personalData' | 'sites' | 'numbers' | 'secrets' | 'clock' | 'log'>;

/** The operator exports or erases a visitor's data. The law gives visitors a right to both. */
export function privacyRoutes(
  deps: PrivacyDeps,
  gate: OperatorGate,
  proof: HolderProof,
): FastifyPluginCallbackZod {
  const inputFor = (request: FastifyRequest, phone: string) => ({
    siteId: deps.settings.siteId,
    phone,
    actor: gate.operator(request).name,
  });

  return (app, _options, done) => {
    gate.require(app, 'admin');
    app.post('/admin/privacy/export', { schema: exportSchema }, async (request, reply) => {
      if ((await proof.adminAgain(request, reply, request.body)) === undefined) return reply;
      const exported = await exportVisitor(deps, inputFor(request, request.body.phone));
      if (!exported.ok) return refuse(reply, exported);
      return {
        exported_at: isoTime(deps.clock.now()),
        phone: exported.phone,
        opted_out: exported.optedOut,
        tables: exported.tables,
      };
    });
    app.post('/admin/privacy/erase', { schema: eraseSchema }, async (request, reply) => {
      if ((await proof.adminAgain(request, reply, request.body)) === undefined) return reply;
      const erased = await eraseVisitor(deps, inputFor(request, request.body.phone));
      if (!erased.ok) return refuse(reply, erased);
      return { erased_requests: erased.requests, scrubbed: erased.scrubbed };
    });
    done();
  };
}

function refuse(reply: FastifyReply, { reason }: Extract<Exported | Erased, { ok: false }>): FastifyReply {
  return sendProblem(reply, reason === 'request-under-way' ? reason : `phone-${reason}`);
}
