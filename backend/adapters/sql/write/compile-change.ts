import type { Callback } from '../../../domain/callback/state.ts';
import type { AuditEntry, Change, Message, Origin } from '../../../ports/store/change.ts';
import { challengeSteps } from '../budget/challenge-steps.ts';
import { chargeSteps, releaseSteps } from '../budget/charges.ts';
import { armStep, disarmSteps } from '../effects/arm-effect.ts';
import { acknowledgeStep } from '../effects/effect-queue.ts';
import type { Engine, Step } from '../engine.ts';
import { sumSteps } from '../operator/sums.ts';
import { prepared } from '../prepared.ts';
import { attemptRow } from '../rows/attempt-row.ts';
import { callbackRow, codeRow, messageRow, originColumns } from '../rows/callback-row.ts';
import { toInstant } from '../rows/instant.ts';
import type { AttemptRow, CodeRow, Database, Instant, MessageRow } from '../schema.ts';
import { webhookSteps } from '../webhooks/record-change.ts';
import { compileGuard } from './compile-guard.ts';
import { lockLine, wakeStep } from './line-steps.ts';

export type CompiledChange = {
  callback: Callback;
  steps: Step[];
  /** The step that wakes a waiting callback, if the change frees a line. */
  wake: Step | undefined;
};

/**
 * Compiles the statements of a change. Their order decides which conflict is reported: first the version, then the
 * claimed effect, then the guards. Guards run before the change's attempt and code are written.
 */
export function compileChange(
  engine: Engine,
  change: Change,
  at: number,
  webhookAddresses: readonly string[],
): CompiledChange {
  const { before } = change.callback;
  const callback = nextVersion(before, change.callback.after, at);
  const wake = change.freedLine === undefined ? undefined : wakeStep(engine.db, callback.siteId, at);
  const steps = [
    before === undefined
      ? insertCallback(engine, callback, change.origin)
      : updateCallback(engine, before.version, callback),
    ...(change.claimed === undefined ? [] : [acknowledgeStep(engine, change.claimed)]),
    ...(change.guards ?? []).flatMap((guard) => compileGuard(engine, guard, change, at)),
    ...(change.release ?? []).flatMap((release) => releaseSteps(engine, release, callback.callbackId)),
    ...(change.charge === undefined ? [] : chargeSteps(engine, change.charge, callback, at)),
    ...(change.captchaSolution === undefined ? [] : challengeSteps(engine, change.captchaSolution, at)),
    ...writeCode(engine, change, callback),
    ...writeAttempt(engine, change, callback.siteId),
    ...(change.messages ?? []).map((message) => writeMessage(engine, message, callback.version)),
    ...disarmSteps(engine.db, change.disarm ?? [], callback),
    ...(change.arm ?? []).map((armed) => armStep(engine, armed, callback)),
    ...webhookSteps(engine, webhookAddresses, before, callback),
    ...sumSteps(engine, change, callback, at),
    ...change.audit.map((entry) => writeAudit(engine, entry, callback, at)),
    ...(change.freedLine === undefined ? [] : [lockLine(engine.db, change.freedLine, callback.siteId, at)]),
    ...(wake === undefined ? [] : [wake]),
  ];
  return { callback, steps, wake };
}

function nextVersion(before: Callback | undefined, after: Callback, at: number): Callback {
  if (before === undefined) return { ...after, version: 1 };
  return { ...after, version: before.version + 1, updatedAt: at };
}

const insertedCallback = prepared<ReturnType<typeof callbackRow> & ReturnType<typeof originColumns>>(
  ({ db }, row) => db.insertInto('callbacks').values(row),
);

function insertCallback(engine: Engine, callback: Callback, origin: Origin | undefined): Step {
  return { query: insertedCallback(engine, { ...callbackRow(callback), ...originColumns(origin) }) };
}

const updatedCallback = prepared<ReturnType<typeof callbackRow> & { before: number }>(
  ({ db }, { before, request_id, ...columns }) =>
    db
      .updateTable('callbacks')
      .set(columns)
      .where('request_id', '=', request_id)
      .where('version', '=', before),
);

function updateCallback(engine: Engine, version: number, callback: Callback): Step {
  const query = updatedCallback(engine, { ...callbackRow(callback), before: version });
  return { query, requires: { rows: 1, conflict: 'stale' } };
}

const upsertedCode = prepared<CodeRow>(({ db }, row) => {
  const { sent_at, guesses, delivery } = row;
  return db
    .insertInto('verification_codes')
    .values(row)
    .onConflict((existing) =>
      existing.columns(['request_id', 'send_number']).doUpdateSet({ sent_at, guesses, delivery }),
    );
});

const enteredCodes = prepared<{ request: string; at: Instant }>(({ db }, { request, at }) =>
  db
    .updateTable('verification_codes')
    .set({ entered_at: at })
    .where('request_id', '=', request)
    .where('entered_at', 'is', null),
);

function writeCode(engine: Engine, change: Change, after: Callback): Step[] {
  const { before } = change.callback;
  const entered = change.codeEntered === true;
  const mark = { query: enteredCodes(engine, { request: after.callbackId, at: toInstant(after.updatedAt) }) };
  if (before !== undefined && sameCode(before, after)) return entered ? [mark] : [];
  return [
    { query: upsertedCode(engine, codeRow(after, change.codeOrigin, entered)) },
    ...(entered && before !== undefined ? [mark] : []),
  ];
}

function sameCode(before: Callback, after: Callback): boolean {
  return (
    before.code.sendNumber === after.code.sendNumber &&
    before.code.sentAt === after.code.sentAt &&
    before.code.guesses === after.code.guesses &&
    before.code.delivery === after.code.delivery
  );
}

const insertedAttempt = prepared<AttemptRow>(({ db }, row) => db.insertInto('attempts').values(row));

const updatedAttempt = prepared<AttemptRow>(({ db }, { request_id, number, ...columns }) =>
  db.updateTable('attempts').set(columns).where('request_id', '=', request_id).where('number', '=', number),
);

const insertedStray = prepared<Database['stray_calls']>(({ db }, row) =>
  db.insertInto('stray_calls').values(row),
);

function writeAttempt(engine: Engine, change: Change, siteId: string): Step[] {
  if (change.attempt === undefined) return [];
  const { before, after } = change.attempt;
  const row = attemptRow(after, siteId);
  if (before === undefined) return [{ query: insertedAttempt(engine, row) }];
  const strays = after.strays.filter((sid) => !before.strays.includes(sid));
  return [
    { query: updatedAttempt(engine, row), requires: { rows: 1, conflict: 'stale' } },
    ...strays.map((call_sid) => {
      const stray = { call_sid, request_id: after.callbackId, number: after.number };
      return { query: insertedStray(engine, stray) };
    }),
  ];
}

const insertedMessage = prepared<MessageRow>(({ db }, row) => db.insertInto('messages').values(row));

/** Updates the row only in its known status, so that a newer delivery report stays. Its group stays as well. */
const updatedMessage = prepared<ReturnType<typeof messageRow> & { known: MessageRow['status'] }>(
  ({ db }, { message_id, known, told_by: _group, ...columns }) =>
    db.updateTable('messages').set(columns).where('message_id', '=', message_id).where('status', '=', known),
);

function writeMessage(
  engine: Engine,
  message: { before: Message | undefined; after: Message },
  version: number,
): Step {
  if (message.before === undefined)
    return { query: insertedMessage(engine, { ...messageRow(message.after), armed_version: version }) };
  return messageUpdate(engine, { before: message.before, after: message.after });
}

export function messageUpdate(engine: Engine, { before, after }: { before: Message; after: Message }): Step {
  return { query: updatedMessage(engine, { ...messageRow(after), known: before.status }) };
}

const insertedAudit = prepared<Omit<Database['audit_log'], 'id'>>(({ db }, row) =>
  db.insertInto('audit_log').values(row),
);

function writeAudit(engine: Engine, entry: AuditEntry, callback: Callback, at: number): Step {
  const row = {
    request_id: callback.callbackId,
    site_id: callback.siteId,
    event_type: entry.eventType,
    event_data: JSON.stringify(entry.eventData),
    actor: entry.actor,
    timestamp: toInstant(at),
  };
  return { query: insertedAudit(engine, row) };
}
