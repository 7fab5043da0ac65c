import type { Callback, CodeSend } from '../../../domain/callback/state.ts';
import { statusMessage } from '../../../domain/messages/status-message.ts';
import { numberArea, numberBlock } from '../../../domain/phone-number.ts';
import type { CodeOrigin, Message, Origin } from '../../../ports/store/change.ts';
import type { CallbackRow, CodeRow, MessageRow } from '../schema.ts';
import { fromInstant, fromInstantOrNull, toInstant, toInstantOrNull } from './instant.ts';

/** Returns all columns but those of the origin, which are only written when the row is inserted. */
export function callbackRow(callback: Callback): Omit<CallbackRow, keyof ReturnType<typeof originColumns>> {
  return {
    request_id: callback.callbackId,
    site_id: callback.siteId,
    reference: callback.reference,
    visitor_name: callback.visitor.name,
    visitor_email: callback.visitor.email ?? null,
    visitor_phone: callback.visitor.phone,
    subject: callback.subject ?? null,
    page: callback.page ?? null,
    language: callback.language ?? null,
    request_status: callback.status,
    status_message: statusMessage(callback),
    outcome: callback.outcome ?? null,
    notice: callback.notice,
    notices: JSON.stringify(callback.notices),
    code_send_number: callback.code.sendNumber,
    attempts: callback.attempts,
    version: callback.version,
    created_at: toInstant(callback.createdAt),
    updated_at: toInstant(callback.updatedAt),
    verified_at: toInstantOrNull(callback.verifiedAt),
    ended_at: toInstantOrNull(callback.endedAt),
    done_at: toInstantOrNull(callback.done?.at),
    done_by: callback.done?.by ?? null,
  };
}

export function originColumns(origin: Origin | undefined) {
  return {
    client: origin?.client ?? null,
    idempotency_key: origin?.idempotencyKey ?? null,
    body_hash: origin?.bodyHash ?? null,
    identity: origin?.identity ?? null,
    consent: origin?.consent?.text ?? null,
    consented_at: toInstantOrNull(origin?.consent?.at),
    consent_origin: origin?.consent?.pageOrigin ?? null,
  };
}

export function codeRow(callback: Callback, origin: CodeOrigin | undefined, entered: boolean): CodeRow {
  return {
    request_id: callback.callbackId,
    send_number: callback.code.sendNumber,
    site_id: callback.siteId,
    phone: callback.visitor.phone,
    block: numberBlock(callback.visitor.phone),
    sent_at: toInstant(callback.code.sentAt),
    guesses: callback.code.guesses,
    delivery: callback.code.delivery,
    network: origin?.networks.near ?? null,
    wide_network: origin?.networks.wide ?? null,
    area: numberArea(callback.visitor.phone),
    entered_at: entered ? toInstant(callback.code.sentAt) : null,
    withheld: callback.code.withheld ? 1 : 0,
    way: callback.code.by ?? null,
  };
}

/** The columns of the current code, as `selectRecords` names them. */
export type JoinedCode = {
  code_sent_at: CodeRow['sent_at'];
  code_guesses: CodeRow['guesses'];
  code_delivery: CodeRow['delivery'];
  code_withheld: CodeRow['withheld'];
  code_way: CodeRow['way'];
};

export function toCallback(row: CallbackRow & JoinedCode): Callback {
  return {
    callbackId: row.request_id,
    siteId: row.site_id,
    reference: row.reference,
    visitor: { name: row.visitor_name, phone: row.visitor_phone, email: row.visitor_email ?? undefined },
    subject: row.subject ?? undefined,
    page: row.page ?? undefined,
    ...(row.language === null ? {} : { language: row.language }),
    status: row.request_status,
    outcome: row.outcome ?? undefined,
    notice: row.notice,
    notices: row.notices === null ? [] : (JSON.parse(row.notices) as Callback['notices']),
    code: toCodeSend(row),
    attempts: row.attempts,
    version: row.version,
    createdAt: fromInstant(row.created_at),
    updatedAt: fromInstant(row.updated_at),
    verifiedAt: fromInstantOrNull(row.verified_at),
    endedAt: fromInstantOrNull(row.ended_at),
    done: row.done_at === null ? undefined : { at: fromInstant(row.done_at), by: row.done_by ?? '' },
  };
}

function toCodeSend(row: CallbackRow & JoinedCode): CodeSend {
  return {
    sendNumber: row.code_send_number,
    sentAt: fromInstant(row.code_sent_at),
    guesses: row.code_guesses,
    delivery: row.code_delivery,
    withheld: row.code_withheld === 1,
    ...(row.code_way === null ? {} : { by: row.code_way }),
  };
}

export function messageRow(message: Message): Omit<MessageRow, 'armed_version'> {
  return {
    message_id: message.messageId,
    request_id: message.callbackId,
    site_id: message.siteId,
    purpose: message.purpose,
    channel: message.channel,
    effect_key: message.effectKey,
    recipient: message.to,
    status: message.status,
    sid: message.sid ?? null,
    error_code: message.errorCode ?? null,
    created_at: toInstant(message.createdAt),
    told_by: message.toldBy ?? null,
  };
}

export function toMessage(row: MessageRow): Message {
  return {
    messageId: row.message_id,
    callbackId: row.request_id,
    siteId: row.site_id,
    purpose: row.purpose,
    channel: row.channel,
    effectKey: row.effect_key,
    to: row.recipient,
    status: row.status,
    sid: row.sid ?? undefined,
    errorCode: row.error_code ?? undefined,
    createdAt: fromInstant(row.created_at),
    toldBy: row.told_by ?? undefined,
  };
}
