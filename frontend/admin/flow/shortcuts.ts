import { type KeybindingsMap, tinykeys } from 'tinykeys';
import { closeDetails, openId, openNeighbour } from '../requests/details.ts';
import { filter, isFiltered, withoutFilters } from '../requests/filter.ts';
import { clearSelection, isAnySelected, toggleRow } from '../requests/selection.ts';
import { openDialog } from '../state/dialogs.ts';
import { mayUse, phase } from '../state/session.ts';
import { settings } from '../state/settings.ts';
import { refreshAll } from './refresh.ts';
import { adminPages, goTo, type Page, page } from './route.ts';

/** What the help shows. */
export const shortcuts: readonly { keys: readonly string[]; what: string }[] = [
  { keys: ['Ctrl/⌘', 'K'], what: 'Search, and run any command' },
  { keys: ['Ctrl/⌘', 'R'], what: 'Refresh the data' },
  { keys: ['Escape'], what: 'Close, release the selection, or clear all filters' },
  { keys: ['/'], what: 'Search by name or phone' },
  { keys: ['j'], what: 'Next request' },
  { keys: ['k'], what: 'Previous request' },
  { keys: ['Enter'], what: 'Open the request' },
  { keys: ['x'], what: 'Select the request' },
  { keys: ['Shift', 'click'], what: 'Select a range' },
  { keys: ['d'], what: 'Done, I called them' },
  { keys: ['g', 'r'], what: 'Go to requests' },
  { keys: ['g', 'l'], what: 'Go to live calls' },
  { keys: ['g', 'i'], what: 'Go to insights' },
  { keys: ['g', 'a'], what: 'Go to activity' },
  { keys: ['g', 's'], what: 'Go to system' },
  { keys: ['g', 't'], what: 'Go to tokens' },
  { keys: ['g', 'p'], what: 'Go to privacy' },
  { keys: ['g', 'e'], what: 'Go to settings' },
  { keys: ['?'], what: 'Show these shortcuts' },
];

const destinations: Record<string, Page> = {
  r: 'requests',
  l: 'live',
  i: 'insights',
  a: 'activity',
  s: 'system',
  t: 'tokens',
  p: 'privacy',
  e: 'settings',
};

/** Listens for the shortcuts of the whole page. */
export function listenForShortcuts(): void {
  const always: KeybindingsMap = {
    '$mod+k': whenSignedIn(() => {
      openDialog.value = openDialog.value === 'palette' ? undefined : 'palette';
    }),
    '$mod+r': whenSignedIn(() => void refreshAll()),
    Escape: (event) => {
      if (phase.value === 'signed-in' && document.querySelector('dialog[open]') === null) step(event);
    },
  };
  const single: KeybindingsMap = {
    j: () => move(1),
    k: () => move(-1),
    x: () => {
      const id = focusedId();
      if (id !== undefined) toggleRow(id);
    },
    d: () => document.querySelector<HTMLElement>(doneButton())?.click(),
    '/': () => {
      goTo('requests');
      setTimeout(() => document.querySelector<HTMLElement>('#search')?.focus());
    },
    // The sign needs Shift on some keyboards only.
    '?': showHelp,
    'Shift+?': showHelp,
    ...Object.fromEntries(
      Object.entries(destinations).map(([key, to]) => [`g ${key}`, () => goWhereAllowed(to)]),
    ),
  };
  tinykeys(window, always, { ignore: () => false });
  tinykeys(
    window,
    Object.fromEntries(
      Object.entries(single).map(([key, act]) => [key, whenSignedIn((event) => act(event))]),
    ),
    { ignore: (event) => !settings.value.singleKeys || isTyping(event) },
  );
}

function goWhereAllowed(to: Page): void {
  if (!adminPages.includes(to) || mayUse('admin')) goTo(to);
}

function showHelp(): void {
  openDialog.value = 'help';
}

function whenSignedIn(act: (event: KeyboardEvent) => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (phase.value !== 'signed-in') return;
    event.preventDefault();
    act(event);
  };
}

/** A letter that is typed into a field or an open dialog is no shortcut. */
function isTyping({ target }: KeyboardEvent): boolean {
  const isField =
    target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea');
  return isField || document.querySelector('dialog[open]') !== null;
}

/** Takes back one thing at a time, the nearest first. */
function step(event: KeyboardEvent): void {
  const menu = document.querySelector<HTMLDetailsElement>('details.menu[open]');
  if (menu !== null) menu.open = false;
  else if (openId.value !== undefined) closeDetails();
  else if (isAnySelected.value) clearSelection();
  else if (page.value === 'requests' && isFiltered(filter.value)) filter.value = withoutFilters(filter.value);
  else return;
  event.preventDefault();
}

function rowButtons(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-row] .open')];
}

function focusedRow(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]') ?? undefined;
}

function focusedId(): string | undefined {
  return openId.value ?? focusedRow()?.dataset.row;
}

function doneButton(): string {
  const id = focusedId();
  return id === undefined ? '.no-row' : `[data-row="${CSS.escape(id)}"] .done, .panel .done`;
}

/** Moves along the list; an open panel shows the next request. */
function move(by: 1 | -1): void {
  if (openId.value !== undefined) {
    openNeighbour(by);
    return;
  }
  const buttons = rowButtons();
  const at = buttons.findIndex((button) => focusedRow()?.contains(button) === true);
  buttons[at === -1 ? 0 : Math.min(buttons.length - 1, Math.max(0, at + by))]?.focus();
}
