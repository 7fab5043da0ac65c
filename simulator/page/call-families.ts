import type { TimelineEntry } from '../timeline.ts';
import { exactTime } from './clock-text.ts';
import { sidOf, textIn } from './entry-data.ts';
import { writtenNumber } from './written-number.ts';

type Family = { sid: string; title: string };

/** Which entries belong together: a call with its <Dial> legs, or one text. */
export function createFamilies() {
  const parents = new Map<string, string>();
  return {
    /** The call or text at the head of an entry's family; empty when it has none. */
    of: (entry: TimelineEntry): string => {
      const sid = sidOf(entry);
      return parents.get(sid) ?? sid;
    },
    /** Learns from a new entry; the answer is the family it begins, if it does. */
    learn: ({ kind, at, data }: TimelineEntry): Family | null => {
      if (kind !== 'call.created' && kind !== 'message.created') return null;
      const sid = textIn(data, 'sid');
      const parent = textIn(data, 'parentSid');
      if (parent !== '') {
        parents.set(sid, parent);
        return null;
      }
      const what = kind === 'call.created' ? 'Call' : 'Text';
      const phone = textIn(data, data.direction === 'inbound' ? 'from' : 'to');
      const way = data.direction === 'inbound' ? 'from' : 'to';
      return { sid, title: `${exactTime(at).slice(0, 8)} ${what} ${way} ${writtenNumber(phone)}` };
    },
  };
}
