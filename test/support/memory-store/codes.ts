import { dayMs, hourMs, type NetworkLevel } from '../../../backend/domain/admission/network-standing.ts';
import { type AreaTurnout, entryMs } from '../../../backend/domain/admission/turnout.ts';
import type { Callback } from '../../../backend/domain/callback/state.ts';
import { numberArea, numberBlock } from '../../../backend/domain/phone-number.ts';
import type { AdmissionHistory } from '../../../backend/ports/store/admission-history.ts';
import type { Change, CountedCodes, Guard } from '../../../backend/ports/store/change.ts';
import type { Journal } from './journal.ts';
import type { CodeEntry, Tables } from './tables.ts';

/** Guards count the codes before this one, so it is written after them. */
export function writeCode(
  tables: Tables,
  journal: Journal,
  { codeOrigin, codeEntered }: Change,
  { callbackId, visitor, code, updatedAt }: Callback,
): void {
  const key = codeKey(callbackId, code.sendNumber);
  const stored = tables.codes.get(key);
  const known = stored ?? {
    callbackId,
    phone: visitor.phone,
    block: numberBlock(visitor.phone),
    area: numberArea(visitor.phone),
    networks: codeOrigin?.networks,
    withheld: code.withheld,
    by: code.by,
    enteredAt: undefined,
  };
  journal.set(tables.codes, key, { ...known, sentAt: code.sentAt, delivery: code.delivery });
  if (stored === undefined) indexCode(tables, journal, key, known);
  if (codeEntered !== true) return;
  for (let number = 1; number <= code.sendNumber; number += 1) {
    const sent = tables.codes.get(codeKey(callbackId, number));
    if (sent !== undefined && sent.enteredAt === undefined)
      journal.set(tables.codes, codeKey(callbackId, number), { ...sent, enteredAt: updatedAt });
  }
}

function codeKey(callbackId: string, sendNumber: number): string {
  return `${callbackId}/${sendNumber}`;
}

type CodeGroup = 'number' | 'block' | NetworkLevel;

function indexCode(
  { codesBy }: Tables,
  journal: Journal,
  key: string,
  { phone, block, networks }: Pick<CodeEntry, 'phone' | 'block' | 'networks'>,
): void {
  journal.add(codesBy, groupKey('number', phone), key);
  journal.add(codesBy, groupKey('block', block), key);
  if (networks === undefined) return;
  journal.add(codesBy, groupKey('near', networks.near), key);
  if (networks.wide !== undefined) journal.add(codesBy, groupKey('wide', networks.wide), key);
}

function groupKey(by: CodeGroup, value: string): string {
  return `${by} ${value}`;
}

/** Keeps who asked for the code. */
export function moveCode(tables: Tables, journal: Journal, { callbackId, code }: Callback): void {
  const key = codeKey(callbackId, code.sendNumber);
  const known = tables.codes.get(key);
  if (known !== undefined) journal.set(tables.codes, key, { ...known, sentAt: code.sentAt });
}

/** Times of the codes to a number that count, newest first. */
export function codesTo(tables: Tables, phone: string, counted: CountedCodes, since: number): number[] {
  return timesOf(tables, groupKey('number', phone), since, (code) => counts(code, counted));
}

function counts({ withheld, by, enteredAt, networks }: CodeEntry, counted: CountedCodes): boolean {
  switch (counted.kind) {
    case 'sent':
      return !withheld;
    case 'called':
      return !withheld && by === 'call';
    case 'entered':
      return enteredAt !== undefined;
    case 'asked-by':
      return networks?.near === counted.network;
  }
}

export function codesToBlock(tables: Tables, block: string, since: number): number[] {
  return timesOf(tables, groupKey('block', block), since, (code) => !code.withheld);
}

function timesOf(
  tables: Tables,
  group: string,
  since: number,
  wanted: (code: CodeEntry) => boolean,
): number[] {
  const times: number[] = [];
  for (const key of tables.codesBy.get(group) ?? []) {
    const code = tables.codes.get(key);
    if (code !== undefined && wanted(code) && code.sentAt >= since && code.delivery !== 'blocked')
      times.push(code.sentAt);
  }
  return times.sort((left, right) => right - left);
}

function unenteredBy(tables: Tables, level: NetworkLevel, network: string, since: number): number[] {
  return timesOf(tables, groupKey(level, network), since, ({ enteredAt }) => enteredAt === undefined);
}

function enteredBy(tables: Tables, level: NetworkLevel, network: string, since: number): number {
  return timesOf(tables, groupKey(level, network), since, ({ enteredAt }) => enteredAt !== undefined).length;
}

export function isNetworkBelow(tables: Tables, guard: Extract<Guard, { kind: 'network-below' }>): boolean {
  const { level, network, since, max, enteredSince, enteredPerCode } = guard;
  const entered = enteredBy(tables, level, network, enteredSince);
  return unenteredBy(tables, level, network, since).length < max + Math.floor(entered / enteredPerCode);
}

type NetworkHistory = Pick<AdmissionHistory, 'networkRecord' | 'unenteredBy' | 'turnout'>;

export function createNetworkHistory(tables: Tables): NetworkHistory {
  return {
    networkRecord: async (level, network, at) => ({
      unenteredInHour: unenteredBy(tables, level, network, at - hourMs + 1).length,
      unenteredInDay: unenteredBy(tables, level, network, at - dayMs + 1).length,
      enteredInDay: enteredBy(tables, level, network, at - dayMs + 1),
    }),
    unenteredBy: async (level, network, since) => unenteredBy(tables, level, network, since + 1),
    turnout: async (at) => turnoutOf(tables, at),
  };
}

function turnoutOf(tables: Tables, at: number): AreaTurnout[] {
  const areas = new Map<string, AreaTurnout>();
  for (const { area, sentAt, withheld, delivery, enteredAt } of tables.codes.values()) {
    if (sentAt <= at - hourMs || withheld || delivery === 'blocked') continue;
    const sum = areas.get(area) ?? { area, settled: 0, entered: 0, fresh: 0 };
    areas.set(area, sum);
    const isEntered = enteredAt !== undefined;
    if (isEntered) sum.entered += 1;
    if (isEntered || sentAt <= at - entryMs) sum.settled += 1;
    else sum.fresh += 1;
  }
  return [...areas.values()];
}
