import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type AuditPage, auditPage, auditSearch } from '../../../contract/operator/audit.ts';
import type { Uses } from '../deps.ts';
import { problemResponses } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';

const schema = {
  tags: ['operator'],
  summary: 'List what happened and who did it',
  body: auditSearch,
  response: { 200: auditPage, ...problemResponses(...gateRefusals) },
};

/** `POST /admin/audit/search` */
export function auditRoute(deps: Uses<'auditLog', 'siteId'>, gate: OperatorGate): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.post('/admin/audit/search', { schema }, async ({ body }): Promise<AuditPage> => {
      const filter = {
        siteId: deps.settings.siteId,
        callbackId: body.request_id,
        actor: body.actor,
        eventType: body.event,
        from: body.from === undefined ? undefined : Date.parse(body.from),
        to: body.to === undefined ? undefined : Date.parse(body.to),
      };
      const before = body.cursor === undefined ? undefined : Number(body.cursor) || undefined;
      const records = await deps.auditLog.search(filter, { limit: body.limit + 1, before });
      const items = records.slice(0, body.limit);
      return {
        items: items.map((record) => ({
          id: record.id,
          request_id: record.callbackId ?? null,
          event: record.eventType,
          data: record.eventData,
          actor: record.actor,
          at: isoTime(record.at),
        })),
        next: records.length > body.limit ? String(items.at(-1)?.id) : null,
      };
    });
    done();
  };
}
