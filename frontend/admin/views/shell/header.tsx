import logo from '../../../logo.svg';
import { liveState } from '../../flow/live.ts';
import { refreshAll } from '../../flow/refresh.ts';
import { adminPages, goTo, type Page, page } from '../../flow/route.ts';
import { stats } from '../../requests/stats.ts';
import { openDialog } from '../../state/dialogs.ts';
import { isOnline, leave, mayUse, session, site } from '../../state/session.ts';
import { changeSettings, settings } from '../../state/settings.ts';
import { formatNumber } from '../../words/numbers.ts';
import { Icon, type IconName } from '../parts/icon.tsx';

const entries: readonly { page: Page; icon: IconName; label: string }[] = [
  { page: 'requests', icon: 'inbox', label: 'Requests' },
  { page: 'live', icon: 'phone', label: 'Live calls' },
  { page: 'insights', icon: 'chart', label: 'Insights' },
  { page: 'activity', icon: 'history', label: 'Activity' },
  { page: 'system', icon: 'server', label: 'System' },
  { page: 'tokens', icon: 'key', label: 'Tokens' },
  { page: 'privacy', icon: 'shield', label: 'Privacy' },
  { page: 'settings', icon: 'gear', label: 'Settings' },
];

export function Navigation() {
  const needsYou = stats.value?.needs_you ?? 0;
  return (
    <nav class="navigation" aria-label="Pages">
      <p class="brand">
        <img src={logo} alt="" width="30" height="30" />
        <span>{site.value?.business_name}</span>
      </p>
      <ul>
        {entries
          .filter((entry) => !adminPages.includes(entry.page) || mayUse('admin'))
          .map((entry) => (
            <li key={entry.page} data-page={entry.page}>
              <button
                type="button"
                aria-current={page.value === entry.page ? 'page' : undefined}
                onClick={() => goTo(entry.page)}
              >
                <Icon name={entry.icon} />
                <span class="label">{entry.label}</span>
                {entry.page === 'requests' && needsYou > 0 && (
                  <span class="count">
                    {formatNumber(needsYou)}
                    <span class="visually-hidden"> need you</span>
                  </span>
                )}
              </button>
            </li>
          ))}
      </ul>
    </nav>
  );
}

const liveWords = {
  live: 'Live',
  polling: 'Live, every 5 s',
  connecting: 'Connecting…',
  paused: 'Paused',
} as const;

export function Header() {
  const state = isOnline.value ? liveState.value : 'offline';
  return (
    <header class="top">
      <button
        type="button"
        class="search-button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => {
          openDialog.value = 'palette';
        }}
      >
        <Icon name="search" />
        <span class="label">Search or run a command</span>
        <span aria-hidden="true">
          <kbd>{isMac() ? '⌘' : 'Ctrl'} K</kbd>
        </span>
      </button>
      <div class="top-right">
        <button
          type="button"
          class="live"
          data-state={state}
          title={settings.value.live ? 'Pause live updates' : 'Go on with live updates'}
          aria-pressed={settings.value.live}
          aria-label={`Live updates: ${state === 'offline' ? 'Offline' : liveWords[state]}`}
          onClick={() => changeSettings({ live: !settings.value.live })}
        >
          <span class="dot" />
          <span class="live-text">{state === 'offline' ? 'Offline' : liveWords[state]}</span>
          <Icon name={settings.value.live ? 'pause' : 'play'} />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Refresh"
          title="Refresh (Ctrl or Cmd R)"
          onClick={() => void refreshAll()}
        >
          <Icon name="refresh" />
        </button>
        <details class="menu">
          <summary class="icon-button" aria-label="Account">
            <span class="avatar" aria-hidden="true">
              {initialOf(session.value?.name)}
            </span>
          </summary>
          <div class="menu-body">
            <p>
              <strong>{session.value?.name}</strong>
              <br />
              <span class="muted">{session.value?.scope}</span>
            </p>
            <button
              type="button"
              onClick={() => {
                openDialog.value = 'help';
              }}
            >
              Keyboard shortcuts
            </button>
            {mayUse('admin') && (
              <button
                type="button"
                onClick={(event) => {
                  event.currentTarget.closest('details')?.removeAttribute('open');
                  goTo('privacy');
                }}
              >
                Privacy
              </button>
            )}
            <button type="button" onClick={() => void leave('here')}>
              Sign out
            </button>
            <button type="button" onClick={() => void leave('everywhere')}>
              Sign out everywhere
            </button>
          </div>
        </details>
      </div>
    </header>
  );
}

function initialOf(name = ''): string {
  return [...name][0]?.toUpperCase() ?? '';
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
