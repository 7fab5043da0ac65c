import type { TimelineEntry } from '../../timeline.ts';

type Data = TimelineEntry['data'];

/** A field of an entry as text; empty when it has none. */
export function textIn(data: Data, name: string): string {
  const value = data[name];
  return value === undefined || value === null ? '' : String(value);
}

/** The named fields inside a field of an entry, values as texts; repeated ones as rows of their own. */
export function rowsIn(data: Data, name: string): [string, string][] {
  return Object.entries((data[name] ?? {}) as Record<string, unknown>).flatMap(([field, value]) =>
    [value].flat().map((one): [string, string] => [field, String(one)]),
  );
}

const sid = /\b(?:CA|SM|MM)[0-9a-f]{32}\b/;

/** The call or text that an entry is about; empty when it is about none. */
export function sidOf({ kind, data }: TimelineEntry): string {
  if (kind !== 'rest.request') return textIn(data, 'sid');
  const inUrl = sid.exec(textIn(data, 'url'))?.[0];
  // A list tells of many; only the answer to a POST is about the one just made.
  const made = textIn(data, 'method') === 'POST' ? sid.exec(textIn(data, 'answer'))?.[0] : undefined;
  return inUrl ?? made ?? '';
}

/** A SID short enough to be read, and still told apart. */
export function shortSids(text: string): string {
  return text.replace(/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{24}([0-9a-f]{4})\b/g, '$1…$2');
}
