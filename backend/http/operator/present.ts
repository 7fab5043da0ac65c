import type { CallbackDetails, CallbackRow } from '../../../contract/operator/callbacks.ts';
import type { Leg } from '../../domain/attempt/leg.ts';
import { type Attempt, phaseOf } from '../../domain/attempt/state.ts';
import { callbackCost } from '../../domain/budget/callback-cost.ts';
import { needsOperator } from '../../domain/callback/state.ts';
import { statusMessage } from '../../domain/messages/status-message.ts';
import type { WebhookDelivery } from '../../domain/webhook-delivery.ts';
import type { CallbackDossier, ListItem } from '../../ports/operator/callback-list.ts';
import type { Message } from '../../ports/store/change.ts';
import { stepOf } from '../../usecases/request/view-callback.ts';
import type { Uses } from '../deps.ts';
import { isoTime, optionalTime } from '../wire-times.ts';

/** Returns a callback as a row of the operator's list. */
export function presentRow({ numbers }: Uses<'numbers'>, item: ListItem): CallbackRow {
  const { callback } = item;
  return {
    request_id: callback.callbackId,
    reference: callback.reference,
    name: callback.visitor.name,
    phone: callback.visitor.phone,
    phone_formatted: numbers.format(callback.visitor.phone),
    email: callback.visitor.email ?? null,
    subject: callback.subject ?? null,
    page: callback.page ?? null,
    status: callback.status,
    step: stepOf(item) ?? null,
    outcome: callback.outcome ?? null,
    message: statusMessage(callback),
    notice: callback.notice,
    attempts: callback.attempts,
    needs_you: needsOperator(callback),
    done: callback.done === undefined ? null : { at: isoTime(callback.done.at), by: callback.done.by },
    version: callback.version,
    created_at: isoTime(callback.createdAt),
    updated_at: isoTime(callback.updatedAt),
    verified_at: optionalTime(callback.verifiedAt) ?? null,
    ended_at: optionalTime(callback.endedAt) ?? null,
  };
}

/** Returns everything about one callback. */
export function presentDetails(
  deps: Uses<'numbers' | 'sites' | 'webhookSender', 'currency'>,
  dossier: CallbackDossier,
): CallbackDetails {
  const { callback, attempts } = dossier;
  const { site, rules } = deps.sites.get(callback.siteId);
  const tariff = { site, rules: rules.spending };
  return {
    ...presentRow(deps, { callback, attempt: attempts.at(-1) }),
    calls: attempts.map(presentCall),
    messages: dossier.messages.map(presentMessage),
    webhooks: dossier.webhooks.map((delivery) => presentDelivery(deps, delivery)),
    notes: dossier.notes.map(({ text, by, at }) => ({ text, by, at: isoTime(at) })),
    audit: dossier.audit.map(({ eventType, eventData, actor, at }) => ({
      event: eventType,
      data: eventData,
      actor,
      at: isoTime(at),
    })),
    cost: {
      currency: deps.settings.currency,
      counted: inCurrency(callbackCost(callback, attempts, dossier.messages, tariff).money),
      set_aside: inCurrency(dossier.reserved.money),
    },
  };
}

/** Money is counted in millionths of the currency. */
export function inCurrency(money: number): number {
  return money / 1_000_000;
}

function presentCall(attempt: Attempt): CallbackDetails['calls'][number] {
  return {
    number: attempt.number,
    phase: phaseOf(attempt),
    outcome: attempt.outcome ?? null,
    line: attempt.line,
    screening: attempt.screening,
    refusal: attempt.refusal ?? null,
    business: presentLeg(attempt.business),
    visitor: presentLeg(attempt.visitor),
    intended_at: isoTime(attempt.intendedAt),
    initiated_at: optionalTime(attempt.initiatedAt) ?? null,
    closed_at: optionalTime(attempt.closedAt) ?? null,
  };
}

function presentLeg({ sid, status, talkSeconds }: Leg): CallbackDetails['calls'][number]['business'] {
  return { sid: sid ?? null, status, talk_seconds: talkSeconds };
}

/** An address that left the settings is known by its id only. */
function presentDelivery(
  { webhookSender }: Uses<'webhookSender'>,
  delivery: WebhookDelivery,
): CallbackDetails['webhooks'][number] {
  const { state, tries, code } = delivery;
  const known = webhookSender.addresses.find(({ id }) => id === delivery.address);
  return {
    id: delivery.id,
    address: known?.host ?? 'removed address',
    event: `callback.${delivery.status}`,
    state,
    tries,
    code: code ?? null,
    occurred_at: isoTime(delivery.occurredAt),
    next_try_at: state === 'due' ? isoTime(delivery.dueAt) : null,
    settled_at: optionalTime(delivery.settledAt) ?? null,
  };
}

function presentMessage(message: Message): CallbackDetails['messages'][number] {
  return {
    purpose: message.purpose,
    channel: message.channel,
    to: message.to,
    status: message.status,
    sid: message.sid ?? null,
    error_code: message.errorCode ?? null,
    created_at: isoTime(message.createdAt),
  };
}
