import { lines } from './backend-service.ts';

/** What the numbers do not say by themselves. */
export const notes: string[] = [
  'Load and carrier run in processes of their own, on the same machine: with few cores they take from what they measure.',
  'Texting the codes goes on during the load and shares the process with the intake; the bare route has no such work.',
  'No limit is switched off: visitors differ in number and address (X-Forwarded-For of a trusted proxy), and spending ' +
    'caps are counted but set high. Solutions of captchas are made beforehand; checking them is measured.',
  'Calls to one business line are placed one by one, so of codes entered at the same moment each waits for the last.',
  `Live means a call under way for each of ${lines} callbacks, with an event stream open; webhooks come 100 a second.`,
  'After the first start what was compiled is kept, so the first of several starts may take longer.',
];
