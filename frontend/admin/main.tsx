import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { followChanges } from './flow/live.ts';
import { followFragment, page } from './flow/route.ts';
import { listenForShortcuts } from './flow/shortcuts.ts';
import { sendWaitingCancels } from './requests/actions.ts';
import { filter } from './requests/filter.ts';
import { resumeJob } from './requests/jobs.ts';
import { reloadList } from './requests/list.ts';
import { clearSelection } from './requests/selection.ts';
import { readStats } from './requests/stats.ts';
import { startClock } from './state/clock.ts';
import { connect, phase, site } from './state/session.ts';
import { applySettings } from './state/settings.ts';

applySettings();
followFragment();
const root = document.querySelector('#app');
if (root !== null) render(<App />, root);
startClock();
listenForShortcuts();
followChanges();
window.addEventListener('pagehide', sendWaitingCancels);

effect(() => {
  document.title = `${site.value?.business_name ?? 'Callbacks'} · ${page.value}`;
});

/** The list and the figures follow the filter; what was chosen belongs to the former list. */
effect(() => {
  const given = filter.value;
  if (phase.value !== 'signed-in') return;
  untracked(() => {
    clearSelection();
    void reloadList();
    if (given.range !== 'custom' || given.fromDay !== '' || given.toDay !== '') void readStats();
  });
});

effect(() => {
  if (phase.value === 'signed-in') untracked(resumeJob);
});

await connect();
