import type { Callback } from '../../domain/callback/state.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AuditLog } from '../../ports/operator/audit-log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sites } from '../../ports/sites.ts';
import type { Redelivery, WebhookOutbox, WebhookSender, WebhookSent } from '../../ports/webhooks.ts';
import type { Actor } from './actions.ts';

type RedeliveryPorts = { webhookOutbox: WebhookOutbox; webhookRunner: { wake(): void }; clock: Clock };

/** Sends one delivery of a callback again, regardless of its result. */
export async function redeliverWebhook(
  ports: RedeliveryPorts,
  by: Actor,
  callback: { siteId: string; callbackId: string },
  deliveryId: string,
): Promise<Redelivery> {
  const asked = { actor: by.name, at: ports.clock.now() };
  const result = await ports.webhookOutbox.redeliver(callback, deliveryId, asked);
  if (result.ok) ports.webhookRunner.wake();
  return result;
}

type TestPorts = {
  webhookSender: WebhookSender;
  sites: Sites;
  secrets: Secrets;
  auditLog: AuditLog;
  clock: Clock;
};

/** Sends a test event to every address at once, and returns what each answered. */
export async function testWebhooks(
  ports: TestPorts,
  by: Actor,
  siteId: string,
): Promise<{ host: string; sent: WebhookSent }[]> {
  const { webhookSender: sender, secrets, clock } = ports;
  const callback = sampleCallback(ports, siteId);
  const { status, outcome, version, updatedAt: occurredAt } = callback;
  const results = await Promise.all(
    sender.addresses.map(async ({ id, host }) => {
      const event = { id: secrets.capability(), callback, isTest: true };
      const change = { status, outcome, version, occurredAt };
      return { host, sent: await sender.send(id, { ...event, change }) };
    }),
  );
  const accepted = results.filter(({ sent }) => sent.result === 'accepted').length;
  const eventData = { addresses: results.length, accepted };
  await ports.auditLog.add(siteId, { eventType: 'webhooks-tested', eventData, actor: by.name }, clock.now());
  return results;
}

/** Has a value in every field that a real one can have, so that services can offer the fields. */
function sampleCallback({ sites, secrets, clock }: TestPorts, siteId: string): Callback {
  const { site } = sites.get(siteId);
  const at = clock.now();
  return {
    callbackId: secrets.capability(),
    siteId,
    reference: 'TEST',
    visitor: { name: 'Test of webhooks', phone: site.callerNumber, email: 'test@example.com' },
    subject: `A test event of ${site.businessName}`,
    page: 'https://www.example.com/',
    status: 'completed',
    outcome: 'talked',
    notice: 'none',
    notices: [],
    code: { sendNumber: 1, sentAt: at, guesses: 0, delivery: 'sent', withheld: false },
    attempts: 1,
    version: 5,
    createdAt: at,
    updatedAt: at,
    verifiedAt: at,
    endedAt: at,
    done: undefined,
  };
}
