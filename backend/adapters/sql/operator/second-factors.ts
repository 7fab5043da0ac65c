import type { FactorOwner, SecondFactor, SecondFactors } from '../../../ports/operator/second-factors.ts';
import type { Engine, Step } from '../engine.ts';
import { fromInstant, fromInstantOrNull, toInstant } from '../rows/instant.ts';
import type { Database } from '../schema.ts';

/** Creates the port of operators' second factors. */
export function createSecondFactors(engine: Engine): SecondFactors {
  const { db } = engine;
  return {
    async find(owner) {
      const factors = db.selectFrom('operator_second_factors').selectAll();
      const row = await factors
        .where('site_id', '=', owner.siteId)
        .where('token_id', '=', owner.tokenId)
        .executeTakeFirst();
      return row === undefined ? undefined : toFactor(row);
    },
    begin: (owner, { sealedSecret, at }) =>
      changesOne(engine, [beginStep(engine, owner, { sealedSecret, at })]),
    confirm: (owner, confirmed) => changesOne(engine, confirmSteps(engine, owner, confirmed)),
    useStep(owner, step) {
      const used = db
        .updateTable('operator_second_factors')
        .set({ last_step: step })
        .where('site_id', '=', owner.siteId)
        .where('token_id', '=', owner.tokenId)
        .where('confirmed_at', 'is not', null)
        .where('last_step', '<', step);
      return changesOne(engine, [{ query: used.compile() }]);
    },
    useRecoveryCode(owner, key) {
      const used = codesOf(engine, owner).where('key', '=', key);
      return changesOne(engine, [{ query: used.compile() }]);
    },
    async countRecoveryCodes(owner) {
      const codes = db.selectFrom('operator_recovery_codes').select('key');
      const rows = await codes
        .where('site_id', '=', owner.siteId)
        .where('token_id', '=', owner.tokenId)
        .execute();
      return rows.length;
    },
    remove: (owner) => changesOne(engine, removeFactor(engine, owner)),
    async listOwners(siteId) {
      const factors = db.selectFrom('operator_second_factors').select('token_id');
      const rows = await factors
        .where('site_id', '=', siteId)
        .where('confirmed_at', 'is not', null)
        .execute();
      return rows.map(({ token_id }) => token_id);
    },
  };
}

/** Runs the steps, and returns whether the first one changed a row. */
async function changesOne(engine: Engine, steps: Step[]): Promise<boolean> {
  const written = await engine.write(steps);
  return written.ok && written.results[0]?.count === 1;
}

function beginStep({ db }: Engine, owner: FactorOwner, begun: { sealedSecret: string; at: number }): Step {
  const row = { sealed_secret: begun.sealedSecret, begun_at: toInstant(begun.at), last_step: 0 };
  const insert = db
    .insertInto('operator_second_factors')
    .values({ site_id: owner.siteId, token_id: owner.tokenId, ...row, confirmed_at: null })
    .onConflict((known) =>
      known
        .columns(['site_id', 'token_id'])
        .doUpdateSet(row)
        .where('operator_second_factors.confirmed_at', 'is', null),
    );
  return { query: insert.compile() };
}

function confirmSteps(
  { db }: Engine,
  owner: FactorOwner,
  confirmed: Parameters<SecondFactors['confirm']>[1],
): Step[] {
  const { sealedSecret, step, at, recoveryKeys } = confirmed;
  const update = db
    .updateTable('operator_second_factors')
    .set({ confirmed_at: toInstant(at), last_step: step })
    .where('site_id', '=', owner.siteId)
    .where('token_id', '=', owner.tokenId)
    .where('sealed_secret', '=', sealedSecret)
    .where('confirmed_at', 'is', null);
  const codes = recoveryKeys.map((key) => ({ key, site_id: owner.siteId, token_id: owner.tokenId }));
  const insert = db.insertInto('operator_recovery_codes').values(codes);
  return [{ query: update.compile(), requires: { rows: 1, conflict: 'stale' } }, { query: insert.compile() }];
}

function codesOf({ db }: Engine, owner: FactorOwner) {
  return db
    .deleteFrom('operator_recovery_codes')
    .where('site_id', '=', owner.siteId)
    .where('token_id', '=', owner.tokenId);
}

/** Returns the steps that remove a token's second factor; the first one changes its row. */
export function removeFactor(engine: Engine, owner: FactorOwner): Step[] {
  const factor = engine.db
    .deleteFrom('operator_second_factors')
    .where('site_id', '=', owner.siteId)
    .where('token_id', '=', owner.tokenId);
  return [{ query: factor.compile() }, { query: codesOf(engine, owner).compile() }];
}

function toFactor(row: Database['operator_second_factors']): SecondFactor {
  return {
    sealedSecret: row.sealed_secret,
    begunAt: fromInstant(row.begun_at),
    confirmedAt: fromInstantOrNull(row.confirmed_at),
    lastStep: row.last_step,
  };
}
