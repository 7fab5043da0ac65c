import { exportCsv } from '../requests/export.ts';
import { filter, type noFilter, withoutFilters } from '../requests/filter.ts';
import { startJob } from '../requests/jobs.ts';
import { filterOfView, nameView, savedViews } from '../requests/saved-views.ts';
import { isAnySelected, selectAllMatching } from '../requests/selection.ts';
import { openDialog } from '../state/dialogs.ts';
import { leave, mayUse } from '../state/session.ts';
import { changeSettings, settings } from '../state/settings.ts';
import { type Status, statusWords } from '../words/labels.ts';
import { refreshAll } from './refresh.ts';
import { adminPages, goTo, pages } from './route.ts';

/** `always`: the palette shows the command for any text, because it uses the text. */
export type Command = { label: string; hint: string; run: () => void; always?: boolean };

const pageLabels = {
  requests: 'requests',
  live: 'live calls',
  insights: 'insights',
  activity: 'activity',
  system: 'system',
  tokens: 'tokens',
  privacy: 'privacy',
  settings: 'settings',
} as const;

/** Returns what the palette can do now. */
export function commands(typed: string): Command[] {
  return [
    ...searchCommands(typed.trim()),
    { label: 'Show what needs you', hint: 'Filter', run: () => show({ needsYou: true, range: 'all' }) },
    ...savedViews.value.map((fragment) => ({
      label: `View: ${nameView(fragment)}`,
      hint: 'Saved view',
      run: () => {
        goTo('requests');
        filter.value = filterOfView(fragment, filter.value);
      },
    })),
    ...Object.entries(statusWords).map(([status, word]) => ({
      label: `Show ${word.toLowerCase()} requests`,
      hint: 'Filter',
      run: () => show({ status: [status as Status] }),
    })),
    {
      label: 'Clear all filters',
      hint: 'Filter',
      run: () => {
        filter.value = withoutFilters(filter.value);
      },
    },
    ...pages
      .filter((to) => !adminPages.includes(to) || mayUse('admin'))
      .map((to) => ({ label: `Go to ${pageLabels[to]}`, hint: 'Page', run: () => goTo(to) })),
    { label: 'Refresh', hint: 'Data', run: () => void refreshAll() },
    { label: 'Export CSV', hint: 'Data', run: () => void exportCsv() },
    ...bulkCommands(),
    toggle('live', 'Pause live updates', 'Go on with live updates'),
    toggle('sound', 'Silence missed calls', 'Play a sound for missed calls'),
    ...(['system', 'light', 'dark'] as const).map((theme) => ({
      label: `Use the ${theme} theme`,
      hint: 'Appearance',
      run: () => changeSettings({ theme }),
    })),
    {
      label: settings.value.density === 'compact' ? 'Use comfortable rows' : 'Use compact rows',
      hint: 'Appearance',
      run: () =>
        changeSettings({ density: settings.value.density === 'compact' ? 'comfortable' : 'compact' }),
    },
    {
      label: 'Show keyboard shortcuts',
      hint: 'Help',
      run: () => {
        openDialog.value = 'help';
      },
    },
    { label: 'Sign out', hint: 'Account', run: () => void leave('here') },
  ];
}

function searchCommands(text: string): Command[] {
  if (text.length < 2) return [];
  const run = () => show({ text, range: 'all' });
  return [{ label: `Search all requests for “${text}”`, hint: 'Search', run, always: true }];
}

function bulkCommands(): Command[] {
  if (!mayUse('operator')) return [];
  const all = { label: 'Select all that match', hint: 'Selection', run: selectAllMatching };
  if (!isAnySelected.value) return [all];
  return [
    all,
    { label: 'Call the selected again', hint: 'Selection', run: () => void startJob('retry') },
    { label: 'Cancel the selected', hint: 'Selection', run: () => void startJob('cancel') },
    { label: 'Mark the selected as done', hint: 'Selection', run: () => void startJob('done') },
  ];
}

function toggle(name: 'live' | 'sound', whenOn: string, whenOff: string): Command {
  const isOn = settings.value[name];
  return {
    label: isOn ? whenOn : whenOff,
    hint: 'Live',
    run: () => changeSettings({ [name]: !isOn }),
  };
}

function show(change: Partial<typeof noFilter>): void {
  goTo('requests');
  filter.value = { ...withoutFilters(filter.value), ...change };
}
