import type { AdmissionHistory } from '../../../ports/store/admission-history.ts';
import type { Engine } from '../engine.ts';
import { prepared } from '../prepared.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';

/** Creates the reads of the admission checks. The guards repeat them inside the commit. */
export function createAdmissionHistory(engine: Engine): AdmissionHistory {
  return {
    isOptedOut: (fingerprints) => isOptedOut(engine, fingerprints),
    setOptOut: (fingerprints, optedOut, at) => setOptOut(engine, fingerprints, optedOut, at),
    codesSent: (phone, since) => times(engine, codesToPhone, phone, since),
    codesSentToBlock: (block, since) => times(engine, codesToBlock, block, since),
    createdBy: (client, since) => times(engine, creationsByClient, client, since),
    createdByIdentity: (identity, since) => times(engine, creationsByIdentity, identity, since),
    isChallengeUsed: (solved) => isChallengeUsed(engine, solved),
  };
}

const optOutsOf = prepared<{ fingerprints: readonly string[] }>(({ db }, { fingerprints }) =>
  db
    .selectFrom('opt_outs')
    .select('fingerprint')
    .where('fingerprint', 'in', fingerprints)
    .where('opted_out', '=', 1),
);

async function isOptedOut(engine: Engine, fingerprints: readonly string[]): Promise<boolean> {
  return (await engine.read(optOutsOf(engine, { fingerprints }))).length > 0;
}

async function setOptOut(
  engine: Engine,
  [fingerprint = '', ...others]: readonly string[],
  optedOut: boolean,
  at: number,
): Promise<void> {
  const choice = { opted_out: optedOut ? 1 : 0, changed_at: toInstant(at) };
  const query = engine.db
    .insertInto('opt_outs')
    .values({ fingerprint, ...choice })
    .onConflict((existing) => existing.column('fingerprint').doUpdateSet(choice))
    .compile();
  const former = engine.db.deleteFrom('opt_outs').where('fingerprint', 'in', others).compile();
  await engine.write([{ query }, ...(others.length === 0 ? [] : [{ query: former }])]);
}

function codeTimes(column: 'phone' | 'block') {
  return prepared<{ value: string; since: Instant }, { at: Instant }>(({ db }, { value, since }) =>
    db
      .selectFrom('verification_codes')
      .select('sent_at as at')
      .where(column, '=', value)
      .where('sent_at', '>=', since)
      .where('delivery', '!=', 'blocked')
      .orderBy('sent_at', 'desc'),
  );
}

const codesToPhone = codeTimes('phone');
const codesToBlock = codeTimes('block');

function creationTimes(column: 'client' | 'identity') {
  return prepared<{ value: string; since: Instant }, { at: Instant }>(({ db }, { value, since }) =>
    db
      .selectFrom('callbacks')
      .select('created_at as at')
      .where(column, '=', value)
      .where('created_at', '>=', since)
      .orderBy('created_at', 'desc'),
  );
}

const creationsByClient = creationTimes('client');
const creationsByIdentity = creationTimes('identity');

async function times(
  engine: Engine,
  find: typeof codesToPhone,
  value: string,
  since: number,
): Promise<number[]> {
  const rows = await engine.read(find(engine, { value, since: toInstant(since) }));
  return rows.map(({ at }) => fromInstant(at));
}

const usedChallenge = prepared<{ challenge: string }>(({ db }, { challenge }) =>
  db.selectFrom('used_challenges').select('challenge').where('challenge', '=', challenge),
);

async function isChallengeUsed(engine: Engine, solved: string): Promise<boolean> {
  return (await engine.read(usedChallenge(engine, { challenge: solved }))).length > 0;
}
