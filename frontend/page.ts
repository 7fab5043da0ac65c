import { createApi } from './api.ts';
import { backendCandidates } from './backend-candidates.ts';
import { createBackend } from './backend-detection.ts';
import { createCallbackPage } from './callback-page.ts';
import { showConnection } from './connection.ts';
import { showSite } from './site-view.ts';
import { untilAnswered } from './until-answered.ts';

const backend = createBackend(backendCandidates(location, BACKEND_URL));
const page = createCallbackPage(createApi(backend, showConnection));
page.start();

const found = await untilAnswered(backend.find, {
  onLost: () => showConnection('unreachable'),
  isOver: () => false,
});
if (found?.ok) {
  showConnection('ready');
  showSite(found.body.site);
  page.siteKnown();
}
