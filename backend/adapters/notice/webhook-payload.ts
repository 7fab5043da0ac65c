import type { Callback } from '../../domain/callback/state.ts';
import type { StateChange, WebhookEvent } from '../../ports/webhooks.ts';

/** The body of a webhook about a change of state. */
export type WebhookPayload = ReturnType<typeof webhookPayload>;

/**
 * Builds the body. Status, outcome and version are those of the change; the visitor's data are read when the body is
 * sent, so that a delivery stores none of it.
 */
export function webhookPayload({ callback, change, isTest }: WebhookEvent) {
  const { name, phone, email } = callback.visitor;
  return {
    type: isTest ? 'callback.test' : `callback.${change.status}`,
    timestamp: new Date(change.occurredAt).toISOString(),
    data: {
      request_id: callback.callbackId,
      reference: callback.reference,
      site_id: callback.siteId,
      status: change.status,
      outcome: change.outcome ?? null,
      version: change.version,
      visitor: { name, phone, phone_verified: isVerified(callback, change), email: email ?? null },
      about: callback.subject ?? null,
      page: callback.page ?? null,
      created_at: new Date(callback.createdAt).toISOString(),
    },
  };
}

/** The proof can be newer than the change. */
function isVerified({ verifiedAt }: Callback, { status }: StateChange): boolean {
  return status !== 'pending' && verifiedAt !== undefined;
}
