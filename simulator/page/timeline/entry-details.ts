import type { TimelineEntry } from '../../timeline.ts';
import { make } from '../ui/elements.ts';
import { rowsIn, sidOf, textIn } from './entry-data.ts';
import { explainEntry } from './explain-entry.ts';
import { prettyBody } from './pretty-body.ts';

function table(title: string, rows: [string, string][]): HTMLElement[] {
  if (rows.length === 0) return [];
  const body = rows.map(([name, value]) =>
    make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, value)),
  );
  return [make('table', {}, make('caption', {}, title), make('tbody', {}, ...body))];
}

function block(title: string, text: string): HTMLElement[] {
  if (text === '') return [];
  const code = make(
    'pre',
    { tabindex: 0, role: 'group', 'aria-label': title },
    make('code', {}, prettyBody(text)),
  );
  return [make('p', { class: 'block-title' }, title), code];
}

/** All fields, for kinds without a layout of their own. */
function rest({ data }: TimelineEntry): [string, string][] {
  return Object.entries(data).map(([name, value]) => [
    name,
    value === null || value === undefined ? 'none' : String(value),
  ]);
}

function facts(entry: TimelineEntry): [string, string][] {
  const { kind, data } = entry;
  const sid = sidOf(entry);
  const about: [string, string] = [sid.startsWith('CA') ? 'CallSid' : 'Sid', sid];
  const all: [string, string][] = [
    ['Time', entry.at],
    about,
    ['Address', [textIn(data, 'method'), textIn(data, 'url')].join(' ').trim()],
    ['Signature', textIn(data, 'signature')],
    ['Idempotency token', textIn(data, 'token')],
    ['Answer', textIn(data, 'status') || textIn(data, 'error')],
    ['Took', data.tookMs === undefined ? '' : `${textIn(data, 'tookMs')} ms`],
  ];
  const known = ['rest.request', 'webhook.sent', 'call.twiml'].includes(kind);
  return known ? all.filter(([, value]) => value !== '') : [['Time', entry.at], ...rest(entry)];
}

function bodies({ kind, data }: TimelineEntry): HTMLElement[] {
  if (kind === 'rest.request')
    return [...table('Form fields', rowsIn(data, 'form')), ...block('Answer', textIn(data, 'answer'))];
  if (kind === 'webhook.sent')
    return [...table('Form fields', rowsIn(data, 'params')), ...block('Answer', textIn(data, 'body'))];
  return kind === 'call.twiml' ? block('TwiML', textIn(data, 'twiml')) : [];
}

/** The content of an opened entry. */
export function entryDetails(entry: TimelineEntry): HTMLElement {
  const explanation = explainEntry(entry);
  const intro = explanation === '' ? [] : [make('p', { class: 'explained' }, explanation)];
  return make('div', { class: 'details' }, ...intro, ...table('Facts', facts(entry)), ...bodies(entry));
}
