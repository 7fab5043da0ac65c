import type { CompiledQuery } from 'kysely';
import type { AdmissionHistory } from '../../../ports/store/admission-history.ts';
import type { Change, CountedCodes } from '../../../ports/store/change.ts';
import { challengeSteps } from '../budget/challenge-steps.ts';
import type { Engine } from '../engine.ts';
import { type Placeholders, prepared } from '../prepared.ts';
import { fromInstant, toInstant } from '../rows/instant.ts';
import type { Instant } from '../schema.ts';
import { createNetworkHistory } from './network-history.ts';

/** Creates the reads of the admission checks. The guards repeat them inside the commit. */
export function createAdmissionHistory(engine: Engine): AdmissionHistory {
  return {
    isOptedOut: (fingerprints) => isOptedOut(engine, fingerprints),
    setOptOut: (fingerprints, optedOut, at) => setOptOut(engine, fingerprints, optedOut, at),
    codesTo: (phone, counted, since) => codesTo(engine, phone, counted, since),
    codesSentToBlock: (value, since) =>
      times(engine, codesToBlock(engine, { value, since: toInstant(since) })),
    createdBy: (value, since) => times(engine, creationsByClient(engine, { value, since: toInstant(since) })),
    createdByIdentity: (value, since) =>
      times(engine, creationsByIdentity(engine, { value, since: toInstant(since) })),
    ...createNetworkHistory(engine),
    countRefusal: (client, solved, at) => countRefusal(engine, client, solved, at),
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

type CodeTimes = { phone: string; since: Instant };

function codesFor({ db }: Engine, { phone, since }: Placeholders<CodeTimes>) {
  return db
    .selectFrom('verification_codes')
    .select('sent_at as at')
    .where('phone', '=', phone)
    .where('sent_at', '>=', since)
    .where('delivery', '!=', 'blocked')
    .orderBy('sent_at', 'desc');
}

const codesSentTo = prepared<CodeTimes, { at: Instant }>((engine, values) =>
  codesFor(engine, values).where('withheld', '=', 0),
);

const codesCalledTo = prepared<CodeTimes, { at: Instant }>((engine, values) =>
  codesFor(engine, values).where('withheld', '=', 0).where('way', '=', 'call'),
);

const codesEnteredFor = prepared<CodeTimes, { at: Instant }>((engine, values) =>
  codesFor(engine, values).where('entered_at', 'is not', null),
);

const codesAskedBy = prepared<CodeTimes & { network: string }, { at: Instant }>(
  (engine, { network, ...values }) => codesFor(engine, values).where('network', '=', network),
);

function codesTo(engine: Engine, phone: string, counted: CountedCodes, since: number): Promise<number[]> {
  const values = { phone, since: toInstant(since) };
  switch (counted.kind) {
    case 'sent':
      return times(engine, codesSentTo(engine, values));
    case 'called':
      return times(engine, codesCalledTo(engine, values));
    case 'entered':
      return times(engine, codesEnteredFor(engine, values));
    case 'asked-by':
      return times(engine, codesAskedBy(engine, { ...values, network: counted.network }));
  }
}

type Since = { value: string; since: Instant };

const codesToBlock = prepared<Since, { at: Instant }>(({ db }, { value, since }) =>
  db
    .selectFrom('verification_codes')
    .select('sent_at as at')
    .where('block', '=', value)
    .where('sent_at', '>=', since)
    .where('withheld', '=', 0)
    .where('delivery', '!=', 'blocked')
    .orderBy('sent_at', 'desc'),
);

const creationsByClient = prepared<Since, { at: Instant }>(({ db }, { value, since }) =>
  db
    .selectFrom('callbacks')
    .select('created_at as at')
    .where('client', '=', value)
    .where('created_at', '>=', since)
    .unionAll(
      db.selectFrom('counted_refusals').select('at').where('client', '=', value).where('at', '>=', since),
    )
    .orderBy('at', 'desc'),
);

const creationsByIdentity = prepared<Since, { at: Instant }>(({ db }, { value, since }) =>
  db
    .selectFrom('callbacks')
    .select('created_at as at')
    .where('identity', '=', value)
    .where('created_at', '>=', since)
    .orderBy('created_at', 'desc'),
);

async function times(engine: Engine, query: CompiledQuery<{ at: Instant }>): Promise<number[]> {
  const rows = await engine.read(query);
  return rows.map(({ at }) => fromInstant(at));
}

const usedChallenge = prepared<{ challenge: string }>(({ db }, { challenge }) =>
  db.selectFrom('used_challenges').select('challenge').where('challenge', '=', challenge),
);

async function isChallengeUsed(engine: Engine, solved: string): Promise<boolean> {
  return (await engine.read(usedChallenge(engine, { challenge: solved }))).length > 0;
}

const dayMs = 86_400_000;

async function countRefusal(
  engine: Engine,
  client: string,
  solved: Change['captchaSolution'],
  at: number,
): Promise<void> {
  const { db } = engine;
  const old = db.deleteFrom('counted_refusals').where('at', '<', toInstant(at - dayMs));
  const row = db.insertInto('counted_refusals').values({ client, at: toInstant(at) });
  await engine.write([
    { query: old.compile() },
    { query: row.compile() },
    ...(solved === undefined ? [] : challengeSteps(engine, solved, at)),
  ]);
}
