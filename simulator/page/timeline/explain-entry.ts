import type { TimelineEntry } from '../../timeline.ts';
import type { WebhookKind } from '../../webhook/webhook.ts';
import { textIn } from './entry-data.ts';

const webhooks: Readonly<Record<WebhookKind, string>> = {
  voice: 'The carrier asks the application what to do with this call. The answer is TwiML.',
  gather: 'A <Gather> collected keys. The carrier sends them and asks what to do next.',
  'dial-action': 'A <Dial> has ended. The carrier sends its result and asks what to do next.',
  redirect: 'A <Redirect> sent the call here for its next TwiML.',
  whisper: 'The dialled person hears this TwiML before both are connected.',
  fallback: 'The TwiML could not be fetched. The carrier asks the fallback address what to do instead.',
  status: 'The carrier reports the new status of the call. The answer does not matter.',
  'machine-detection': 'The carrier reports whether a person or a machine answered.',
  message: 'A phone texted the account’s number. The answer can contain a <Message> as a reply.',
  'message-status': 'The carrier reports the status of a text.',
};

const callCharge = 'A real carrier charges each started minute of each phone that answers.';
const textCharge =
  'A real carrier charges each segment: 153 characters, or 67 with other than Latin letters.';

function rest(data: TimelineEntry['data']): string {
  const isPost = textIn(data, 'method') === 'POST';
  const made = /\/(Calls|Messages)\.json/.exec(textIn(data, 'url'))?.[1];
  if (isPost && made === 'Calls')
    return `The application asks for a call. It is queued, and answered with its SID. ${callCharge}`;
  if (isPost && made === 'Messages')
    return `The application asks for a text. It is queued, and answered with its SID. ${textCharge}`;
  return isPost ? 'The application changes a call that is under way.' : 'The application reads a resource.';
}

/** Explains a kind of entry to newcomers; empty if the line needs no explanation. */
export function explainEntry({ kind, data }: TimelineEntry): string {
  if (kind === 'rest.request') return rest(data);
  if (kind === 'webhook.sent') return (webhooks as Record<string, string>)[textIn(data, 'kind')] ?? '';
  if (kind === 'call.twiml')
    return 'TwiML: the instructions that the call follows now, one verb after the other. They cost nothing by themselves.';
  if (kind === 'fault.struck') return 'A fault that was set under Controls occurred here.';
  return '';
}
