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
  const key = `${callbackId}/${code.sendNumber}`;
  const known = tables.codes.get(key) ?? {
    callbackId,
    phone: visitor.phone,
    block: numberBlock(visitor.phone),
    area: numberArea(visitor.phone),
    networks: codeOrigin?.networks,
    withheld: code.withheld,
    enteredAt: undefined,
  };
  journal.set(tables.codes, key, { ...known, sentAt: code.sentAt, delivery: code.delivery });
  if (codeEntered !== true) return;
  for (const [each, entry] of tables.codes) {
    if (entry.callbackId === callbackId && entry.enteredAt === undefined)
      journal.set(tables.codes, each, { ...entry, enteredAt: updatedAt });
  }
}

/** Keeps who asked for the code. */
export function moveCode(tables: Tables, journal: Journal, { callbackId, code }: Callback): void {
  const key = `${callbackId}/${code.sendNumber}`;
  const known = tables.codes.get(key);
  if (known !== undefined) journal.set(tables.codes, key, { ...known, sentAt: code.sentAt });
}

/** Times of the codes to a number that count, newest first. */
export function codesTo(tables: Tables, phone: string, counted: CountedCodes, since: number): number[] {
  return timesOf(tables, since, (code) => code.phone === phone && counts(code, counted));
}

function counts({ withheld, enteredAt, networks }: CodeEntry, counted: CountedCodes): boolean {
  switch (counted.kind) {
    case 'sent':
      return !withheld;
    case 'entered':
      return enteredAt !== undefined;
    case 'asked-by':
      return networks?.near === counted.network;
  }
}

export function codesToBlock(tables: Tables, block: string, since: number): number[] {
  return timesOf(tables, since, (code) => code.block === block && !code.withheld);
}

function timesOf(tables: Tables, since: number, wanted: (code: CodeEntry) => boolean): number[] {
  const times: number[] = [];
  for (const code of tables.codes.values()) {
    if (wanted(code) && code.sentAt >= since && code.delivery !== 'blocked') times.push(code.sentAt);
  }
  return times.sort((left, right) => right - left);
}

function unenteredBy(tables: Tables, level: NetworkLevel, network: string, since: number): number[] {
  return timesOf(tables, since, (code) => code.networks?.[level] === network && code.enteredAt === undefined);
}

function enteredBy(tables: Tables, level: NetworkLevel, network: string, since: number): number {
  return timesOf(tables, since, (code) => code.networks?.[level] === network && code.enteredAt !== undefined)
    .length;
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
