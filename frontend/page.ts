import { deployedBackend, developmentBackends } from './api/backend-candidates.ts';
import { createCallbackApi } from './api/callback-api.ts';
import { createBackendFinder } from './api/find-backend.ts';
import { retryUntilAnswered } from './api/retry-until-answered.ts';
import { takeSignInReturn } from './sign-in/sign-in-return.ts';
import { createSignInRow } from './sign-in/sign-in-row.ts';
import { createPageFlow } from './views/page-flow.ts';
import { showConnection, showSite } from './views/site-view.ts';

const signInReturn = takeSignInReturn();
const backend = createBackendFinder(
  isDevelopment
    ? developmentBackends(location, builtBackendUrl)
    : [deployedBackend(location, builtBackendUrl)],
);
const signIn = createSignInRow(backend);
const page = createPageFlow(createCallbackApi(backend, showConnection), signIn);
page.start();

void openSite();

/** A module that awaited this at its top level would never end: scripts that are loaded later import this one's file. */
async function openSite(): Promise<void> {
  const found = await retryUntilAnswered(backend.find, {
    onLost: () => {
      showConnection('unreachable');
      if (builtBackendUrl !== '') void explainRefusal();
    },
    isOver: () => false,
  });
  if (found?.ok) {
    showConnection('ready');
    showSite(found.body.site);
    signIn.offer(found.body.site.sign_in);
    page.siteKnown();
    await (signInReturn === undefined ? signIn.resume() : signIn.finish(signInReturn));
  }
}

async function explainRefusal(): Promise<void> {
  const loaded = await import('./views/refused-origin.ts').catch(() => undefined);
  await loaded?.explainRefusedOrigin(builtBackendUrl);
}
