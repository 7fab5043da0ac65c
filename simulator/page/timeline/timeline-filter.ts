import type { TimelineEntry } from '../../timeline.ts';
import { make } from '../ui/elements.ts';
import { exactTime, formatPhone } from '../ui/format.ts';
import { sidOf, textIn } from './entry-data.ts';
import { type EntryGroup, groupNames, groupOf, groupWords } from './entry-groups.ts';

/** Filters the timeline by kind, and by one call or text. */
export function createTimelineFilter(onChanged: () => void) {
  let families = createFamilies();
  const hidden = new Set<EntryGroup>();
  const all = () => make('option', { value: '' }, 'All calls and texts');
  const select = make('select', { id: 'timeline-family', 'aria-label': 'Only one call or text' }, all());
  select.addEventListener('change', onChanged);

  const kindSwitch = (group: EntryGroup): HTMLElement => {
    const box = make('input', { type: 'checkbox', checked: true });
    box.addEventListener('change', () => {
      if (box.checked) hidden.delete(group);
      else hidden.add(group);
      onChanged();
    });
    return make('label', { class: 'chip', 'data-group': group }, box, groupWords[group]);
  };

  const kinds = make('fieldset', { class: 'chips' }, make('legend', { class: 'unseen' }, 'Kinds to show'));
  kinds.append(...groupNames.map(kindSwitch));

  return {
    elements: [kinds, select],
    add: (entry: TimelineEntry) => {
      const family = families.add(entry);
      if (family) select.firstElementChild?.after(make('option', { value: family.sid }, family.title));
    },
    matches: (entry: TimelineEntry): boolean => {
      const group = groupOf(entry.kind);
      if (group !== undefined && hidden.has(group)) return false;
      return select.value === '' || families.of(entry) === select.value;
    },
    reset: () => {
      families = createFamilies();
      select.replaceChildren(all());
    },
  };
}

type Family = { sid: string; title: string };

/** Groups entries into families: a call with its <Dial> legs, or one text. */
function createFamilies() {
  const parents = new Map<string, string>();
  return {
    /** SID of the call or text that the family belongs to; empty for none. */
    of: (entry: TimelineEntry): string => {
      const sid = sidOf(entry);
      return parents.get(sid) ?? sid;
    },
    /** Adds an entry. Returns its family if the entry starts one. */
    add: ({ kind, at, data }: TimelineEntry): Family | undefined => {
      if (kind !== 'call.created' && kind !== 'message.created') return undefined;
      const sid = textIn(data, 'sid');
      const parent = textIn(data, 'parentSid');
      if (parent !== '') {
        parents.set(sid, parent);
        return undefined;
      }
      const what = kind === 'call.created' ? 'Call' : 'Text';
      const phone = textIn(data, data.direction === 'inbound' ? 'from' : 'to');
      const way = data.direction === 'inbound' ? 'from' : 'to';
      return { sid, title: `${exactTime(at).slice(0, 8)} ${what} ${way} ${formatPhone(phone)}` };
    },
  };
}
