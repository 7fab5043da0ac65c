import type { TimelineEntry } from '../../timeline.ts';
import { formatPhone } from '../ui/format.ts';
import { rowsIn, shortSids, textIn } from './entry-data.ts';

/** An entry on one line: what happened, and its result if it has one. */
export type EntryLine = { title: string; result: string; tone: 'good' | 'bad' | 'plain' };

type Data = TimelineEntry['data'];

function plain(title: string): EntryLine {
  return { title, result: '', tone: 'plain' };
}

function bad(title: string, result = ''): EntryLine {
  return { title, result, tone: 'bad' };
}

function shortPath(url: string): string {
  const [path = '', query] = url.replace(/^\/2010-04-01\/Accounts(\/[^/?]+)?/, '').split('?');
  return shortSids(path.replace(/\.json$/, '') || '/Account') + (query ? ' ?…' : '');
}

function restLine(data: Data): EntryLine {
  const title = `${textIn(data, 'method')} ${shortPath(textIn(data, 'url'))}`;
  const status = textIn(data, 'status');
  if (data.lost === true) return bad(title, `${status}, answer lost`);
  return { title, result: status, tone: Number(status) < 400 ? 'good' : 'bad' };
}

/** Main field by kind of webhook. The default is CallStatus. */
const mainFields: Readonly<Record<string, string>> = {
  gather: 'Digits',
  'dial-action': 'DialCallStatus',
  fallback: 'ErrorCode',
  'machine-detection': 'AnsweredBy',
  message: 'Body',
  'message-status': 'MessageStatus',
};

function webhookTitle(data: Data): string {
  const kind = textIn(data, 'kind');
  const params = new Map(rowsIn(data, 'params'));
  const fact = params.get(mainFields[kind] ?? 'CallStatus');
  return fact === undefined ? kind : `${kind}: ${fact}`;
}

function webhookLine(data: Data): EntryLine {
  const again = Number(data.attempt ?? 1) > 1 ? ` (try ${textIn(data, 'attempt')})` : '';
  const title = webhookTitle(data) + again;
  const status = textIn(data, 'status');
  if (status === '') return bad(title, textIn(data, 'error'));
  return {
    title,
    result: `${status} · ${textIn(data, 'tookMs')} ms`,
    tone: Number(status) < 400 ? 'good' : 'bad',
  };
}

function verbsIn(twiml: string): string[] {
  return [...twiml.matchAll(/<([A-Z]\w*)/g)]
    .map(([, verb = '']) => verb)
    .filter((verb) => verb !== 'Response');
}

const how: Readonly<Record<string, string>> = {
  'outbound-api': 'by REST',
  'outbound-dial': 'by <Dial>',
  inbound: 'incoming',
};

function to(data: Data) {
  return formatPhone(textIn(data, 'to'));
}

const callLines: Readonly<Record<string, (data: Data) => EntryLine>> = {
  'call.created': (data) => plain(`Call to ${to(data)} ${how[textIn(data, 'direction')] ?? ''}`.trim()),
  'call.initiated': (data) => plain(`Dialling ${to(data)}`),
  'call.ringing': (data) => plain(`${to(data)} rings`),
  'call.answered': (data) => plain(`${to(data)} answered`),
  'call.heard': (data) => plain(`“${textIn(data, 'text')}”`),
  'call.pressed': (data) => plain(`Pressed ${textIn(data, 'digits')}`),
  'call.digits-sent': (data) => plain(`Keys sent: ${textIn(data, 'digits')}`),
  'call.bridged': (data) => plain(`${to(data)} connected`),
  'call.ended': (data) => ({ ...plain(`Call to ${to(data)} ended`), result: textIn(data, 'status') }),
};

const whatsapp = 'whatsapp:';

function channel(data: Data): string {
  return textIn(data, 'to').startsWith(whatsapp) ? 'WhatsApp' : 'Text';
}

function messageLine(data: Data): EntryLine {
  const number = formatPhone(textIn(data, 'to').replace(whatsapp, ''));
  return plain(`${channel(data)} to ${number}: ${textIn(data, 'body')}`);
}

function otherLine(kind: string, data: Data): EntryLine {
  if (kind === 'simulator.reset') return plain('Reset: calls, texts, phones and faults are deleted');
  if (kind === 'message.created') return messageLine(data);
  if (kind === 'fault.struck')
    return bad(`Fault: ${textIn(data, 'fault')}`, textIn(data, 'webhook') || shortPath(textIn(data, 'url')));
  const code = textIn(data, 'errorCode') || textIn(data, 'code');
  if (/\.(error|warning|fault)$/.test(kind))
    return bad(textIn(data, 'detail') || textIn(data, 'error') || kind, code);
  if (kind.startsWith('message.'))
    return {
      title: `${channel(data)} ${kind.slice('message.'.length)}`,
      result: code,
      tone: code ? 'bad' : 'plain',
    };
  return plain(kind);
}

/** Describes an entry on one line of the timeline. */
export function entryLine({ kind, data }: TimelineEntry): EntryLine {
  if (kind === 'rest.request') return restLine(data);
  if (kind === 'webhook.sent') return webhookLine(data);
  if (kind === 'call.twiml') return plain(verbsIn(textIn(data, 'twiml')).join(', ') || 'Empty response');
  return callLines[kind]?.(data) ?? otherLine(kind, data);
}
