import assert from 'node:assert/strict';
import { line, publish, stage, strictPolicy, visitorOf } from './widget-stage.ts';

const works = 'The callback widget works on this page';

stage.test('the diagnosis of a page without faults says so', async (t) => {
  const visitor = await visitorOf(t, { policy: strictPolicy() });
  await visitor.page.goto(`${visitor.page.url()}?callback-diagnose`);
  await visitor.sees(works);
  assert.equal(await visitor.page.getByText('✗').count(), 0);
});

stage.test('the diagnosis names the directive that the content policy lacks', async (t) => {
  const visitor = await visitorOf(t, { policy: strictPolicy("'self'") });
  await visitor.page.goto(`${visitor.page.url()}?callback-diagnose`);
  await visitor.sees(/^The callback widget found \d faults?$/);
  await visitor.reads(`Add ${stage.rehearsal.backendUrl} to connect-src in Content-Security-Policy.`);
});

stage.test('the diagnosis names a refused origin, a second script and an optimiser', async (t) => {
  const page = new URL(
    await publish({ body: `${line()}${line()}<script type="rocketlazyloadscript"></script>` }),
  );
  const visitor = await visitorOf(t);
  await visitor.page.goto(`http://127.0.0.1:${page.port}${page.pathname}?callback-diagnose`);
  await visitor.sees('The callback widget found 3 faults');
  await visitor.reads(`Add http://127.0.0.1:${page.port} to ALLOWED_ORIGINS on the server, then restart it.`);
  await visitor.reads('The script is on the page 2 times.');
  await visitor.reads('WP Rocket delays scripts on this page.');
});
