import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { visitorErasure, visitorExport, visitorNumber } from '../../../contract/privacy.ts';
import { type Erased, type Exported, eraseVisitor, exportVisitor } from '../../usecases/privacy.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { requireOperator } from './require-operator.ts';

const refusals = [
  'invalid-request',
  'operator-token-wrong',
  'operator-side-off',
  'too-many-requests',
  'phone-not-a-number',
  'phone-invalid',
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

type PrivacyDeps = Uses<
  'store' | 'personalData' | 'sites' | 'numbers' | 'secrets' | 'clock' | 'log',
  'siteId' | 'adminToken'
> & { client: ClientIdentity };

/** The operator exports or erases a visitor's data. The law gives visitors a right to both. */
export function privacyRoutes(deps: PrivacyDeps): FastifyPluginCallbackZod {
  const inputFor = (phone: string) => ({ siteId: deps.settings.siteId, phone, actor: 'operator' });
  return (app, _options, done) => {
    requireOperator(app, deps);
    app.post('/admin/privacy/export', { schema: exportSchema }, async (request, reply) => {
      const exported = await exportVisitor(deps, inputFor(request.body.phone));
      if (!exported.ok) return refuse(reply, exported);
      return {
        exported_at: isoTime(deps.clock.now()),
        phone: exported.phone,
        opted_out: exported.optedOut,
        tables: exported.tables,
      };
    });
    app.post('/admin/privacy/erase', { schema: eraseSchema }, async (request, reply) => {
      const erased = await eraseVisitor(deps, inputFor(request.body.phone));
      if (!erased.ok) return refuse(reply, erased);
      return { erased_requests: erased.requests, scrubbed: erased.scrubbed };
    });
    done();
  };
}

function refuse(reply: FastifyReply, { reason }: Extract<Exported | Erased, { ok: false }>): FastifyReply {
  return sendProblem(reply, reason === 'request-under-way' ? reason : `phone-${reason}`);
}
