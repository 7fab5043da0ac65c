import type { TimelineEntry } from '../../timeline.ts';
import { make } from '../ui/elements.ts';
import { exactTime, formatPhone } from '../ui/format.ts';
import { sidOf, textIn } from './entry-data.ts';
import { type EntryGroup, groupNames, groupOf, groupWords } from './entry-groups.ts';

/** What of the timeline is shown: kinds as switches, and one call or text out of all. */
export function createTimelineFilter(changed: () => void) {
  let families = createFamilies();
  const hidden = new Set<EntryGroup>();
  const all = () => make('option', { value: '' }, 'All calls and texts');
  const select = make('select', { id: 'timeline-family', 'aria-label': 'Only one call or text' }, all());
  select.addEventListener('change', changed);

  const kindSwitch = (group: EntryGroup): HTMLElement => {
    const box = make('input', { type: 'checkbox', checked: true });
    box.addEventListener('change', () => {
      if (box.checked) hidden.delete(group);
      else hidden.add(group);
      changed();
    });
    return make('label', { class: 'chip', 'data-group': group }, box, groupWords[group]);
  };

  const kinds = make('fieldset', { class: 'chips' }, make('legend', { class: 'unseen' }, 'Kinds to show'));
  kinds.append(...groupNames.map(kindSwitch));

  return {
    elements: [kinds, select],
    learn: (entry: TimelineEntry) => {
      const family = families.learn(entry);
      if (family) select.firstElementChild?.after(make('option', { value: family.sid }, family.title));
    },
    admits: (entry: TimelineEntry): boolean => {
      const group = groupOf(entry.kind);
      if (group !== null && hidden.has(group)) return false;
      return select.value === '' || families.of(entry) === select.value;
    },
    forget: () => {
      families = createFamilies();
      select.replaceChildren(all());
    },
  };
}

type Family = { sid: string; title: string };

/** Which entries belong together: a call with its <Dial> legs, or one text. */
function createFamilies() {
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
      return { sid, title: `${exactTime(at).slice(0, 8)} ${what} ${way} ${formatPhone(phone)}` };
    },
  };
}
