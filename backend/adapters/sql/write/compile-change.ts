import type { Callback } from '../../../domain/callback/state.ts';
import type { AuditEntry, Change, Message, Origin } from '../../../ports/store/change.ts';
import { chargeSteps, releaseSteps } from '../budget/counters.ts';
import type { Engine, Step } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { attemptRow } from '../rows/attempt-row.ts';
import { callbackRow, codeRow, originColumns } from '../rows/callback-row.ts';
import { toInstant } from '../rows/instant.ts';
import { messageRow } from '../rows/message-row.ts';
import type { AttemptRow, CodeRow, Database, Instant, MessageRow } from '../schema.ts';
import { compileGuard } from './compile-guard.ts';
import { acknowledgeStep, armStep, disarmSteps, wakeStep } from './effect-steps.ts';
import { lockLine } from './line-steps.ts';

export type CompiledChange = {
  callback: Callback;
  steps: Step[];
  /** The step that wakes a waiting request, if there is one. */
  wake: Step | undefined;
};

/**
 * The statements of a change, in the order that gives the truest conflict: whoever comes too late is told that
 * first, then whose effect it was, then what the guards say. Guards see nothing yet of the attempt or of the code.
 */
export function compileChange(engine: Engine, change: Change, at: number): CompiledChange {
  const { before } = change.callback;
  const callback = nextVersion(before, change.callback.after, at);
  const wake = change.freedLine === undefined ? undefined : wakeStep(engine.db, callback.siteId, at);
  const steps = [
    before === undefined
      ? insertCallback(engine, callback, change.origin)
      : updateCallback(engine, before.version, callback),
    ...(change.claimed === undefined ? [] : [acknowledgeStep(engine, change.claimed)]),
    ...(change.guards ?? []).flatMap((guard) => compileGuard(engine, guard, change, at)),
    ...(change.release ?? []).flatMap((given) => releaseSteps(engine, given, callback.callbackId)),
    ...(change.charge === undefined ? [] : chargeSteps(engine, change.charge, callback, at)),
    ...(change.captchaSolution === undefined ? [] : challengeSteps(engine, change.captchaSolution, at)),
    ...writeCode(engine, before, callback),
    ...writeAttempt(engine, change, callback.siteId),
    ...(change.messages ?? []).map((message) => writeMessage(engine, message, callback.version)),
    ...disarmSteps(engine.db, change.disarm ?? [], callback),
    ...(change.arm ?? []).map((armed) => armStep(engine, armed, callback)),
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

const newCallback = prepared<ReturnType<typeof callbackRow> & ReturnType<typeof originColumns>>(
  ({ db }, row) => db.insertInto('callbacks').values(row),
);

function insertCallback(engine: Engine, callback: Callback, origin: Origin | undefined): Step {
  return { query: newCallback(engine, { ...callbackRow(callback), ...originColumns(origin) }) };
}

const nextCallback = prepared<ReturnType<typeof callbackRow> & { before: number }>(
  ({ db }, { before, request_id, ...columns }) =>
    db
      .updateTable('callbacks')
      .set(columns)
      .where('request_id', '=', request_id)
      .where('version', '=', before),
);

function updateCallback(engine: Engine, version: number, callback: Callback): Step {
  const query = nextCallback(engine, { ...callbackRow(callback), before: version });
  return { query, requires: { rows: 1, conflict: 'stale' } };
}

const putCode = prepared<CodeRow>(({ db }, row) => {
  const { request_id: _request, send_number: _number, ...anew } = row;
  return db
    .insertInto('verification_codes')
    .values(row)
    .onConflict((existing) => existing.columns(['request_id', 'send_number']).doUpdateSet(anew));
});

function writeCode(engine: Engine, before: Callback | undefined, after: Callback): Step[] {
  if (before !== undefined && sameCode(before, after)) return [];
  return [{ query: putCode(engine, codeRow(after)) }];
}

function sameCode(before: Callback, after: Callback): boolean {
  return (
    before.code.sendNumber === after.code.sendNumber &&
    before.code.sentAt === after.code.sentAt &&
    before.code.guesses === after.code.guesses &&
    before.code.delivery === after.code.delivery
  );
}

const newAttempt = prepared<AttemptRow>(({ db }, row) => db.insertInto('attempts').values(row));

const nextAttempt = prepared<AttemptRow>(({ db }, { request_id, number, ...columns }) =>
  db.updateTable('attempts').set(columns).where('request_id', '=', request_id).where('number', '=', number),
);

function writeAttempt(engine: Engine, change: Change, siteId: string): Step[] {
  if (change.attempt === undefined) return [];
  const { before, after } = change.attempt;
  const row = attemptRow(after, siteId);
  if (before === undefined) return [{ query: newAttempt(engine, row) }];
  return [{ query: nextAttempt(engine, row), requires: { rows: 1, conflict: 'stale' } }];
}

const newMessage = prepared<MessageRow>(({ db }, row) => db.insertInto('messages').values(row));

/** A report that came meanwhile says more than what was known before it, so it is not overwritten. */
const nextMessage = prepared<ReturnType<typeof messageRow> & { known: MessageRow['status'] }>(
  ({ db }, { message_id, known, ...columns }) =>
    db.updateTable('messages').set(columns).where('message_id', '=', message_id).where('status', '=', known),
);

function writeMessage(
  engine: Engine,
  message: { before: Message | undefined; after: Message },
  version: number,
): Step {
  const row = messageRow(message.after);
  if (message.before === undefined) return { query: newMessage(engine, { ...row, armed_version: version }) };
  return { query: nextMessage(engine, { ...row, known: message.before.status }) };
}

const newAudit = prepared<Omit<Database['audit_log'], 'id'>>(({ db }, row) =>
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
  return { query: newAudit(engine, row) };
}

const forgetExpired = prepared<{ now: Instant }>(({ db }, { now }) =>
  db.deleteFrom('used_challenges').where('expires_at', '<=', now),
);

const remember = prepared<Database['used_challenges']>(({ db }, row) =>
  db.insertInto('used_challenges').values(row),
);

/** The table never holds more than was solved within a challenge's life. */
function challengeSteps(engine: Engine, solved: NonNullable<Change['captchaSolution']>, at: number): Step[] {
  const row = { challenge: solved.challenge, expires_at: toInstant(solved.expiresAt) };
  return [{ query: forgetExpired(engine, { now: toInstant(at) }) }, { query: remember(engine, row) }];
}
