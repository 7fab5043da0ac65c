import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callbackDetails } from '../../../contract/operator/callbacks.ts';
import { type WebhookTest, webhookTest } from '../../../contract/operator/webhooks.ts';
import type { WebhookSent } from '../../ports/webhooks.ts';
import { redeliverWebhook, testWebhooks } from '../../usecases/operator/webhooks.ts';
import { callbackParams } from '../callbacks/present.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { presentDetails } from './present.ts';

const redeliverSchema = {
  tags: ['operator'],
  summary: 'Send a webhook again, or now instead of later',
  params: callbackParams.extend({ delivery: z.string().max(40) }),
  response: { 200: callbackDetails, ...problemResponses('not-found', ...gateRefusals) },
};

type RedeliverDeps = Uses<
  'callbackList' | 'numbers' | 'sites' | 'webhookOutbox' | 'webhookRunner' | 'webhookSender' | 'clock',
  'siteId' | 'currency'
>;

/** `POST /admin/callbacks/:id/webhooks/:delivery/redeliver` */
export function redeliverRoute(deps: RedeliverDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  const { siteId } = deps.settings;
  return (app, _options, done) => {
    gate.require(app, 'operator');
    const path = '/admin/callbacks/:id/webhooks/:delivery/redeliver';
    app.post(path, { schema: redeliverSchema }, async (request, reply) => {
      const { id: callbackId, delivery } = request.params;
      const by = gate.operator(request);
      const { ok } = await redeliverWebhook(deps, by, { siteId, callbackId }, delivery);
      const dossier = ok ? await deps.callbackList.open(siteId, callbackId) : undefined;
      return dossier === undefined ? sendProblem(reply, 'not-found') : presentDetails(deps, dossier);
    });
    done();
  };
}

const testSchema = {
  tags: ['operator'],
  summary: 'Send a test event to every address of WEBHOOK_URLS',
  response: { 200: webhookTest, ...problemResponses(...gateRefusals) },
};

type TestDeps = Uses<'webhookSender' | 'sites' | 'secrets' | 'auditLog' | 'clock', 'siteId'>;

/** `POST /admin/webhooks/test` */
export function webhookTestRoute(deps: TestDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    gate.require(app, 'admin');
    app.post('/admin/webhooks/test', { schema: testSchema }, async (request): Promise<WebhookTest> => {
      const tested = await testWebhooks(deps, gate.operator(request), deps.settings.siteId);
      const results = tested.map(({ host, sent }) => ({
        address: host,
        result: sent.result,
        code: sent.code,
        fix: fixFor(sent) ?? null,
      }));
      return { results };
    });
    done();
  };
}

function fixFor({ result, code }: WebhookSent): string | undefined {
  if (result === 'accepted') return undefined;
  if (/^http-3/.test(code)) return 'Write the final address into WEBHOOK_URLS: redirects are not followed.';
  if (/^http-40[13]$/.test(code)) return 'Give the receiver the value of WEBHOOK_SECRET.';
  if (/^http-4(?:04|10)$/.test(code))
    return 'Check the path of the address, and that the workflow behind it is switched on.';
  if (code.startsWith('http-')) return 'Read the log of the receiver.';
  return 'Check the host of the address, and that this machine reaches it.';
}
