import { describe } from 'node:test';
import { callRules } from './store/calls.ts';
import { changeRules } from './store/changes.ts';
import { effectRules } from './store/effects.ts';
import { guardRules } from './store/guards.ts';
import { lineRules } from './store/lines.ts';
import { listRules } from './store/lists.ts';
import { noticeGroupRules } from './store/notice-groups.ts';
import type { Open, OpenedSqlStore, OpenStore } from './store/open-store.ts';
import { recordRules } from './store/records.ts';
import { spendingRules } from './store/spending.ts';
import { sqlStatementRules } from './store/sql-statements.ts';
import { storedTimeRules } from './store/stored-times.ts';

/** The contract of every callback store. Each test opens its own store. */
export function storeContract(name: string, open: OpenStore): void {
  describe(`${name}: records`, () => recordRules(open));
  describe(`${name}: changes`, () => changeRules(open));
  describe(`${name}: guards`, () => guardRules(open));
  describe(`${name}: calls`, () => callRules(open));
  describe(`${name}: lines`, () => lineRules(open));
  describe(`${name}: effects`, () => effectRules(open));
  describe(`${name}: notice groups`, () => noticeGroupRules(open));
  describe(`${name}: stored times`, () => storedTimeRules(open));
  describe(`${name}: spending`, () => spendingRules(open));
}

/** The contract of a store whose tables can be read and written with SQL. */
export function sqlStoreContract(name: string, open: Open<OpenedSqlStore>): void {
  storeContract(name, open);
  describe(`${name}: statements`, () => sqlStatementRules(open));
  describe(`${name}: lists`, () => listRules(open));
}
