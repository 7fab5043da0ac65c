import type { FunctionComponent } from 'preact';
import { type Page, page } from './flow/route.ts';
import { openId } from './requests/details.ts';
import { isNarrow } from './state/screen.ts';
import { phase } from './state/session.ts';
import { DetailsPanel } from './views/list/details-panel.tsx';
import { RequestsPage } from './views/list/requests-page.tsx';
import { lazy } from './views/parts/lazy.tsx';
import { Banners } from './views/shell/banners.tsx';
import { Dialogs } from './views/shell/dialogs.tsx';
import { Header, Navigation } from './views/shell/header.tsx';
import { Connecting, SignIn } from './views/shell/sign-in.tsx';
import { Toasts } from './views/shell/toasts.tsx';

/** Only the list is needed at once. */
const views: Record<Page, FunctionComponent> = {
  requests: RequestsPage,
  live: lazy(async () => (await import('./views/pages/live-page.tsx')).LivePage),
  insights: lazy(async () => (await import('./views/pages/insights-page.tsx')).InsightsPage),
  activity: lazy(async () => (await import('./views/pages/activity-page.tsx')).ActivityPage),
  system: lazy(async () => (await import('./views/pages/system-page.tsx')).SystemPage),
  tokens: lazy(async () => (await import('./views/pages/tokens-page.tsx')).TokensPage),
  privacy: lazy(async () => (await import('./views/pages/privacy-page.tsx')).PrivacyPage),
  settings: lazy(async () => (await import('./views/pages/settings-page.tsx')).SettingsPage),
};

/** The page behind a sign-in stays in place, so that an ended session loses no work. */
export function App() {
  const state = phase.value;
  if (state === 'connecting' || state === 'unreachable') return <Connecting />;
  return (
    <>
      {state !== 'signed-in' && <SignIn />}
      {state !== 'signed-out' && <Shell />}
      <Toasts />
    </>
  );
}

function Shell() {
  const View = views[page.value];
  const isCovered = openId.value !== undefined && isNarrow.value;
  return (
    <div class="shell" hidden={phase.value === 'ended'} data-panel={openId.value !== undefined}>
      <div class="shell-nav" inert={isCovered}>
        <Navigation />
      </div>
      <div class="shell-main" inert={isCovered}>
        <Header />
        <Banners />
        <main id="main" class={`page-${page.value}`}>
          <View />
        </main>
      </div>
      <DetailsPanel />
      <Dialogs />
    </div>
  );
}
