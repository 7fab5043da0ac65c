export const groupWords = {
  rest: 'REST',
  twiml: 'TwiML',
  webhook: 'Webhooks',
  call: 'Calls',
  text: 'Texts',
  trouble: 'Faults',
} as const;

export type EntryGroup = keyof typeof groupWords;

export const groupNames = Object.keys(groupWords) as EntryGroup[];

const exact: Readonly<Record<string, EntryGroup>> = {
  'rest.request': 'rest',
  'call.twiml': 'twiml',
  'webhook.sent': 'webhook',
  'fault.struck': 'trouble',
  'simulator.fault': 'trouble',
};

/** Group of a kind of entry; undefined for one that is always shown. */
export function groupOf(kind: string): EntryGroup | undefined {
  if (kind in exact) return exact[kind];
  if (/\.(error|warning)$/.test(kind)) return 'trouble';
  if (kind.startsWith('call.')) return 'call';
  return kind.startsWith('message.') ? 'text' : undefined;
}
