import type { Snapshot } from '../../control/snapshot.ts';
import type { TimelineEntry } from '../../timeline.ts';
import { button, make, setText, showText } from '../ui/elements.ts';
import { createEntryRow } from './entry-row.ts';
import { chargeWords, createGlossary } from './glossary.ts';
import { createTimelineFilter } from './timeline-filter.ts';

const maxRows = 500;
const nearEndPx = 24;

function toggle(text: string, isOn: boolean, turn: (on: boolean) => void) {
  const made = button(text, () => set(made.getAttribute('aria-pressed') !== 'true'), {
    'aria-pressed': String(isOn),
    class: 'quiet',
  });
  const set = (on: boolean) => {
    made.setAttribute('aria-pressed', String(on));
    turn(on);
  };
  return { element: made, set };
}

/** Live list of what passes between the carrier and the application. */
export function createTimelineView(place: HTMLElement) {
  const rows = new Map<HTMLElement, TimelineEntry>();
  let waiting: TimelineEntry[] = [];
  let paused = false;
  let follows = true;
  const list = make('ol', { class: 'entries' });
  const scroller = make(
    'div',
    { class: 'scroller', role: 'region', tabindex: 0, 'aria-label': 'Timeline, newest at the bottom' },
    list,
  );
  const note = make('p', { class: 'hint', role: 'status' });

  const showState = () => {
    scroller.hidden = rows.size === 0;
    const shown = [...rows.keys()].some((row) => !row.hidden);
    const empty = rows.size === 0 ? 'Nothing has happened yet.' : 'No entry matches the filter.';
    showText(note, paused ? `Paused, ${waiting.length} waiting` : shown ? '' : empty);
  };
  const scrollToEnd = () => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
  };
  const filter = createTimelineFilter(() => {
    for (const [row, entry] of rows) row.hidden = !filter.matches(entry);
    showState();
    scrollToEnd();
  });

  const clear = () => {
    rows.clear();
    waiting = [];
    list.replaceChildren();
    showState();
  };
  const startAnew = () => {
    filter.reset();
    rows.clear();
    list.replaceChildren();
  };
  const append = (entry: TimelineEntry) => {
    if (entry.kind === 'simulator.reset') startAnew();
    filter.add(entry);
    const row = createEntryRow(entry);
    row.hidden = !filter.matches(entry);
    rows.set(row, entry);
    list.append(row);
    const [oldest] = rows.keys();
    if (rows.size <= maxRows || !oldest) return;
    rows.delete(oldest);
    oldest.remove();
  };
  const add = (entries: TimelineEntry[]) => {
    if (paused) waiting.push(...entries);
    else for (const entry of entries) append(entry);
    showState();
    scrollToEnd();
  };

  const pause = toggle('Pause', false, (on) => {
    paused = on;
    const missed = waiting;
    waiting = [];
    add(missed);
  });
  const follow = toggle('Follow newest', true, (on) => {
    follows = on;
    scrollToEnd();
  });
  // Only a person scrolls up. An opened row makes the list longer without moving it.
  let hasLeftEnd = false;
  scroller.addEventListener('wheel', ({ deltaY }) => {
    if (deltaY >= 0 || !follows) return;
    hasLeftEnd = false;
    follow.set(false);
  });
  // The first end after a turn of the wheel can be that of an earlier scroll to the newest entry.
  scroller.addEventListener('scrollend', () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (left >= nearEndPx) hasLeftEnd = true;
    else if (hasLeftEnd && !follows) follow.set(true);
  });
  list.addEventListener('click', () => {
    if (follows) follow.set(false);
  });

  const tools = make(
    'div',
    { class: 'row' },
    pause.element,
    button('Clear', clear, { class: 'quiet' }),
    follow.element,
  );
  const isWide = window.matchMedia('(min-width: 40rem)').matches;
  const filters = make(
    'details',
    { class: 'filters', open: isWide },
    make('summary', {}, 'Filter and pause'),
    make('div', { class: 'toolbar' }, ...filter.elements, tools),
  );
  const charges = make('p', { class: 'hint' });
  const toolbar = make('div', { class: 'toolbar' }, charges, createGlossary(), filters);
  place.append(toolbar, note, scroller);
  showState();
  return {
    add,
    showCharges: (charged: Snapshot['charged']) => setText(charges, chargeWords(charged)),
    /** Removes all entries: they belong to an earlier run. */
    startAnew: () => {
      startAnew();
      clear();
    },
    /** Call it when the list becomes visible: a hidden list cannot scroll. */
    scrollToEnd,
  };
}
