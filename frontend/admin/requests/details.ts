import { signal } from '@preact/signals';
import type { CallbackDetails, CallbackRow } from '../../../contract/operator/callbacks.ts';
import type { Failure } from '../../api/fetch-json.ts';
import { operatorApi } from '../api/operator-api.ts';
import { list } from './list.ts';

/** The request in the panel. Its id is a key to it, so it is in no URL. */
export const openId = signal<string | undefined>(undefined);
export const details = signal<CallbackDetails | undefined>(undefined);
export const detailsFailure = signal<Failure | undefined>(undefined);
/** What the operator typed as a note, for each request, until it is saved. */
export const noteDrafts = signal<Readonly<Record<string, string>>>({});

export function openDetails(id: string): void {
  if (openId.value === id) return;
  openId.value = id;
  details.value = undefined;
  detailsFailure.value = undefined;
  void readDetails();
}

export function closeDetails(): void {
  openId.value = undefined;
  details.value = undefined;
}

/** Moves the panel along the list. */
export function openNeighbour(step: 1 | -1): void {
  const rows = list.value?.rows ?? [];
  const index = rows.findIndex(({ request_id }) => request_id === openId.value);
  const row = rows[index + step];
  if (index !== -1 && row !== undefined) openDetails(row.request_id);
}

export async function readDetails(): Promise<void> {
  const id = openId.value;
  if (id === undefined) return;
  const answer = await operatorApi.details(id);
  if (openId.value !== id) return;
  detailsFailure.value = answer.ok ? undefined : answer;
  if (answer.ok) details.value = answer.body;
}

/** Reads the panel again when its request changed. */
export function noteChange(row: CallbackRow): void {
  const known = details.value;
  if (known !== undefined && row.request_id === known.request_id && row.version > known.version)
    void readDetails();
}

export function draftNote(id: string, text: string): void {
  noteDrafts.value = { ...noteDrafts.value, [id]: text };
}
