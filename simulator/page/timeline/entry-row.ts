import type { TimelineEntry } from '../../timeline.ts';
import { make } from '../ui/elements.ts';
import { exactTime } from '../ui/format.ts';
import { entryDetails } from './entry-details.ts';
import { groupOf, groupWords } from './entry-groups.ts';
import { entryLine } from './entry-line.ts';

function badgeOf(kind: string): string {
  const group = groupOf(kind);
  return group === undefined ? 'Reset' : groupWords[group].replace(/s$/, '');
}

/** One row of the timeline. Its details are created when it is opened. */
export function createEntryRow(entry: TimelineEntry): HTMLLIElement {
  const { title, result, tone } = entryLine(entry);
  const badge = make('span', { class: 'badge' }, badgeOf(entry.kind));
  const time = make('time', { datetime: entry.at }, exactTime(entry.at));
  const how = make('span', { class: 'result' }, result);
  const summary = make('summary', {}, time, badge, make('span', { class: 'title' }, title), how);
  const details = make('details', {}, summary);
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(entryDetails(entry));
  });
  return make('li', { 'data-group': groupOf(entry.kind) ?? 'other', 'data-tone': tone }, details);
}
