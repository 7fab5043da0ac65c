import type { TimelineEntry } from '../timeline.ts';
import { createFamilies } from './call-families.ts';
import { make } from './element.ts';
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
