import { createApi } from './api.ts';
import { backendCandidates } from './backend-candidates.ts';
import { createBackend } from './backend-detection.ts';
import { createCallbackPage } from './callback-page.ts';
import { showConnection } from './connection.ts';
import { takeArrival } from './sign-in/arrival.ts';
import { createSignInRow } from './sign-in/sign-in-row.ts';
import { showSite } from './site-view.ts';
import { untilAnswered } from './until-answered.ts';

const arrival = takeArrival();
const backend = createBackend(backendCandidates(location, builtBackendUrl));
const signIn = createSignInRow(backend);
const page = createCallbackPage(createApi(backend, showConnection), signIn);
page.start();

const found = await untilAnswered(backend.find, {
  onLost: () => showConnection('unreachable'),
  isOver: () => false,
});
if (found?.ok) {
  showConnection('ready');
  showSite(found.body.site);
  signIn.offer(found.body.site.sign_in);
  page.siteKnown();
  await (arrival === undefined ? signIn.resume() : signIn.arrive(arrival));
}
