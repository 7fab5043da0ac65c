import type { TimelineEntry } from '../../timeline.ts';

type Data = TimelineEntry['data'];

/** A field of an entry as text; empty if it is absent. */
export function textIn(data: Data, name: string): string {
  const value = data[name];
  return value === undefined || value === null ? '' : String(value);
}

/** The fields inside a field of an entry, as rows of name and value. A repeated field gives several rows. */
export function rowsIn(data: Data, name: string): [string, string][] {
  return Object.entries((data[name] ?? {}) as Record<string, unknown>).flatMap(([field, value]) =>
    [value].flat().map((one): [string, string] => [field, String(one)]),
  );
}

const sid = /\b(?:CA|SM|MM)[0-9a-f]{32}\b/;

/** SID of the call or text that an entry belongs to; empty for none. */
export function sidOf({ kind, data }: TimelineEntry): string {
  if (kind !== 'rest.request') return textIn(data, 'sid');
  const inUrl = sid.exec(textIn(data, 'url'))?.[0];
  // A list contains many SIDs. The answer to a POST contains the created one.
  const made = textIn(data, 'method') === 'POST' ? sid.exec(textIn(data, 'answer'))?.[0] : undefined;
  return inUrl ?? made ?? '';
}

/** Shortens the SIDs in a text. */
export function shortSids(text: string): string {
  return text.replace(/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{24}([0-9a-f]{4})\b/g, '$1…$2');
}
