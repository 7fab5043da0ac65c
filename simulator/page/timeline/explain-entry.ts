import type { TimelineEntry } from '../../timeline.ts';
import type { WebhookKind } from '../../webhook/webhook.ts';
import { textIn } from './entry-data.ts';

const webhooks: Readonly<Record<WebhookKind, string>> = {
  voice: 'The carrier asks the application what to do with this call. The answer is TwiML.',
  gather: 'A <Gather> took keys. The carrier brings them and asks how to go on.',
  'dial-action': 'A <Dial> is over. The carrier says how it went and asks how to go on.',
  redirect: 'A <Redirect> sent the call here for its next TwiML.',
  whisper: 'Whoever was dialled hears this TwiML first, before both are connected.',
  fallback: 'The TwiML could not be had. The carrier asks the fallback address what to do instead.',
  status: 'The carrier tells that the call has come to a new status. The answer does not matter.',
  'machine-detection': 'The carrier tells whether a person or a machine answered.',
  message: 'Somebody texted the account’s number. The answer may hold <Message> as a reply.',
  'message-status': 'The carrier tells what became of a text.',
};

function rest(data: TimelineEntry['data']): string {
  const isPost = textIn(data, 'method') === 'POST';
  const made = /\/(Calls|Messages)\.json/.exec(textIn(data, 'url'))?.[1];
  if (isPost && made === 'Calls')
    return 'The application asks for a call. It is queued, and answered with its SID.';
  if (isPost && made === 'Messages')
    return 'The application asks for a text. It is queued, and answered with its SID.';
  return isPost ? 'The application changes a call that is under way.' : 'The application looks something up.';
}

/** A sentence for somebody who meets this kind of entry for the first time; empty where the line says it all. */
export function explainEntry({ kind, data }: TimelineEntry): string {
  if (kind === 'rest.request') return rest(data);
  if (kind === 'webhook.sent') return (webhooks as Record<string, string>)[textIn(data, 'kind')] ?? '';
  if (kind === 'call.twiml') return 'The instructions the call follows now, one verb after the other.';
  if (kind === 'fault.struck') return 'A fault set under Controls struck here.';
  return '';
}
