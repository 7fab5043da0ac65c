import type { Clock } from '../../ports/clock.ts';
import type { AuditLog } from '../../ports/operator/audit-log.ts';
import type { BulkJobs } from '../../ports/operator/bulk-jobs.ts';
import type { CallbackList } from '../../ports/operator/callback-list.ts';
import type { Closures } from '../../ports/operator/closures.ts';
import type { OperatorAccess } from '../../ports/operator/operator-access.ts';
import type { SecondFactors } from '../../ports/operator/second-factors.ts';
import type { Statistics } from '../../ports/operator/statistics.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { SignIns } from '../../ports/sign-in/sign-ins.ts';
import type { WhatsappSignIns } from '../../ports/sign-in/whatsapp-sign-ins.ts';
import type { PersonalData } from '../../ports/store/personal-data.ts';
import type { Spending } from '../../ports/store/spending.ts';
import type { Store } from '../../ports/store/store.ts';
import type { WebhookOutbox } from '../../ports/webhooks.ts';
import { createSpending } from './budget/charges.ts';
import type { Engine } from './engine.ts';
import { followMoves, type OpenDatabase } from './follow-moves.ts';
import type { Moved, MovePlace } from './moved.ts';
import { createOperatorAccess } from './operator/access.ts';
import { createAuditLog } from './operator/audit.ts';
import { createBulkJobs } from './operator/bulk-jobs.ts';
import { createCallbackList } from './operator/callback-list.ts';
import { createClosures } from './operator/closures.ts';
import { createSecondFactors } from './operator/second-factors.ts';
import { createStatistics } from './operator/statistics.ts';
import { openPostgres, type PostgresSettings } from './postgres/engine.ts';
import { createPersonalData } from './privacy/personal-data.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createSignIns } from './sign-in/sign-ins.ts';
import { createWhatsappSignIns } from './sign-in/whatsapp-sign-ins.ts';
import { openSqlite } from './sqlite/engine.ts';
import { readNote } from './sqlite/move-mark.ts';
import { createStore } from './store.ts';
import { isStoreFault } from './store-fault.ts';
import { createWebhookOutbox } from './webhooks/outbox.ts';

/** The ports that the database implements. Closing the store closes all. */
export type DatabasePorts = {
  store: Store;
  signIns: SignIns;
  sessions: Sessions;
  whatsappSignIns: WhatsappSignIns;
  spending: Spending;
  personalData: PersonalData;
  operatorAccess: OperatorAccess;
  secondFactors: SecondFactors;
  callbackList: CallbackList;
  auditLog: AuditLog;
  closures: Closures;
  statistics: Statistics;
  bulkJobs: BulkJobs;
  webhookOutbox: WebhookOutbox;
};

/** A SQLite file, or the address of a Postgres database. `completes`: the move to it that ends with its opening. */
export type DatabasePlace =
  | { path: string; lockTimeoutMs?: number; completes?: string | undefined }
  | PostgresSettings;

type DatabaseSettings = {
  /** Ids of the addresses that are told of every change of state. */
  webhookAddresses?: readonly string[];
  /** Called when the ports work on another database, to which the callbacks were moved. */
  onMoved?: (to: MovePlace) => void;
};

/**
 * Opens and migrates a database. When its callbacks are moved to another one, the ports go there. Throws
 * `database-in-use`, `newer-schema`, `store-unavailable`, `database-moved` or `move-unfinished`.
 */
export async function openDatabase(
  options: DatabasePlace & DatabaseSettings & { clock: Clock },
): Promise<DatabasePorts> {
  const { clock, onMoved } = options;
  const withPorts = (engine: Engine) => ({ engine, ports: createDatabasePorts(engine, clock, options) });
  async function openNext({ moveId, to }: Moved): Promise<OpenDatabase> {
    const { onListenFault } = options as { onListenFault?: PostgresSettings['onListenFault'] };
    const engine = await openEngine({
      ...to,
      completes: moveId,
      ...(onListenFault !== undefined && { onListenFault }),
    });
    onMoved?.(to);
    return withPorts(engine);
  }
  return followMoves({ first: await openFirst(options, openNext, withPorts), openNext });
}

/** A start between the end of a move and the change of the settings finds the former database. */
async function openFirst(
  place: DatabasePlace,
  openNext: (moved: Moved) => Promise<OpenDatabase>,
  withPorts: (engine: Engine) => OpenDatabase,
): Promise<OpenDatabase> {
  try {
    return withPorts(await openEngine(place));
  } catch (error) {
    const moved = isStoreFault(error) && error.code === 'database-moved' ? targetOf(place) : undefined;
    if (moved === undefined) throw error;
    return openNext(moved);
  }
}

function targetOf(place: DatabasePlace): Moved | undefined {
  return 'path' in place ? readNote(place.path) : undefined;
}

function openEngine(place: DatabasePlace): Promise<Engine> {
  if ('url' in place) return openPostgres(place);
  return openSqlite({ ...place, lockTimeoutMs: place.lockTimeoutMs ?? 5_000 });
}

/** Creates the ports on an engine that is open. */
export function createDatabasePorts(
  engine: Engine,
  clock: Clock,
  { webhookAddresses }: DatabaseSettings = {},
): DatabasePorts {
  return {
    store: createStore({ engine, clock, webhookAddresses: webhookAddresses ?? [] }),
    signIns: createSignIns(engine),
    sessions: createSessions(engine),
    whatsappSignIns: createWhatsappSignIns(engine),
    spending: createSpending(engine),
    personalData: createPersonalData(engine),
    operatorAccess: createOperatorAccess(engine),
    secondFactors: createSecondFactors(engine),
    callbackList: createCallbackList(engine),
    auditLog: createAuditLog(engine),
    closures: createClosures(engine),
    statistics: createStatistics(engine),
    bulkJobs: createBulkJobs(engine),
    webhookOutbox: createWebhookOutbox(engine),
  };
}
