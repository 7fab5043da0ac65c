import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import { setUpOnPage } from '../../../backend/cli/setup/page/set-up-on-page.ts';
import { setUp } from '../../../backend/cli/setup/setup.ts';
import { createTerminal } from '../../../backend/cli/terminal.ts';
import { type Installation, openInstallation } from '../../support/operate/installation.ts';

type Answer = { status: number; location: string | undefined; cookie: string | undefined; body: string };

function ask(
  url: string,
  headers: Record<string, string> = {},
  form?: Record<string, string>,
  method?: string,
) {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise<Answer>((resolve, reject) => {
    const options = {
      agent: false as const,
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...type, ...headers },
    };
    const sent = request(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      const { location, 'set-cookie': cookies } = answer.headers;
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, location, cookie: cookies?.[0], body: text }),
      );
    });
    sent.once('error', reject).end(body);
  });
}

/** Starts the setup on its page. `done` resolves with the exit code. */
async function startPage({ folder, facts }: Installation, timeoutMs = 20_000) {
  const link = Promise.withResolvers<string>();
  const context = {
    folder,
    root: join(import.meta.dirname, '../../..'),
    environment: {},
    terminal: createTerminal(new PassThrough().resume() as unknown as NodeJS.WriteStream),
    print: () => {},
    facts,
  };
  const done = setUpOnPage(context, setUp, { onLink: link.resolve, timeoutMs });
  done.catch(() => {});
  const url = await link.promise;
  return { url, origin: new URL(url).origin, done };
}

/** A browser that opened the link. */
async function openPage({ url, origin }: { url: string; origin: string }) {
  const opened = await ask(url);
  assert.equal(opened.status, 303);
  const headers = { cookie: opened.cookie?.split(';')[0] ?? '', origin };
  const path = `${origin}${opened.location}`;
  const look = async () => (await ask(path, headers)).body;
  /** Sends an answer to the question on the page. Returns the next page. */
  const answer = async (typed: string, page: string): Promise<string> => {
    const question = /name="question" value="(\d+)"/.exec(page)?.[1] ?? '';
    const sent = await ask(path, headers, { question, answer: typed });
    return sent.status === 303 ? look() : sent.body;
  };
  return { opened, headers, path, look, answer };
}

const messages = /<(?:legend|label for="answer")>([^<]+)</;

/** Answers by the beginning of each question until the report comes. Returns the last page and the questions. */
async function answerAll(page: Awaited<ReturnType<typeof openPage>>, script: Record<string, string>) {
  const asked: string[] = [];
  let shown = await page.look();
  for (let turn = 0; turn < 40 && !shown.includes('What the doctor found'); turn += 1) {
    const message = messages.exec(shown)?.[1];
    if (message === undefined) {
      shown = await page.look();
      continue;
    }
    asked.push(message);
    const key = Object.keys(script).find((start) => message.startsWith(start));
    const initial =
      /value="([^"]*)" checked/.exec(shown)?.[1] ?? /type="text" value="([^"]*)"/.exec(shown)?.[1];
    shown = await page.answer(key === undefined ? (initial ?? '') : (script[key] ?? ''), shown);
  }
  return { asked, report: shown };
}

const script = {
  'Who makes': 'twilio',
  'Account SID': 'AC5104a70f000000000000000000000001',
  'Auth Token': 'simulator-auth-token-not-a-secret',
  'Phone of the business': '+1 201 555 0123',
  'Public https': 'https://calls.example.com',
  'Name of the business': `Ada's <b>"Shop"</b> & Co`,
};

test('the page asks what the terminal asks, writes a private .env and shows the report', async (t) => {
  const installation = await openInstallation(t);
  const env = join(installation.folder, '.env');
  const { SIMULATOR_PORT: port } = parseEnv(readFileSync(env, 'utf8'));
  installation.configure({ TWILIO_API_BASE_URL: `http://127.0.0.1:${port}`, '# my note': '1' });
  const setup = await startPage(installation);
  const page = await openPage(setup);
  const first = await page.look();
  const wrong = await page.answer('nonsense', first);
  assert.match(wrong, /role="alert"[^>]*>Choose one of these/);
  const { asked, report } = await answerAll(page, script);
  assert.equal(asked.at(0), 'Who makes the calls?');
  for (const message of ['Time zone', 'Call the business now', 'Which sign-in', 'What keeps bots out?'])
    assert.ok(
      asked.some((each) => each.startsWith(message)),
      message,
    );
  assert.match(report, /\.env is written: [A-Z]/);
  assert.match(report, /\.\/run\.sh restart/);
  assert.ok([0, 1, 2].includes(await setup.done));
  const text = readFileSync(env, 'utf8');
  const settings = parseEnv(text);
  assert.equal(settings.TWILIO_NUMBER, '+12015550100');
  assert.equal(settings.BUSINESS_NAME, script['Name of the business']);
  assert.match(text, /^# my note=1$/m);
  assert.equal(statSync(env).mode & 0o777, 0o600);
  await assert.rejects(ask(page.path, page.headers), { code: 'ECONNREFUSED' });
});

test('without the link there is no page, and the link works once', async (t) => {
  const setup = await startPage(await openInstallation(t));
  const { origin, url } = setup;
  const ahead = { 'sec-purpose': 'prefetch' };
  assert.equal((await ask(url, ahead)).status, 404);
  assert.equal((await ask(url, {}, undefined, 'HEAD')).status, 404);
  const guesses = ['/', '/open/', '/open/guess', `${new URL(url).pathname}x`, '/favicon.ico', '/setup'];
  for (const path of guesses) assert.equal((await ask(`${origin}${path}`)).status, 404, path);
  const page = await openPage(setup);
  assert.equal((await ask(url)).status, 404);
  assert.equal((await ask(page.path)).status, 404);
  assert.equal((await ask(`${origin}/`, page.headers)).status, 404);
  assert.match(page.opened.cookie ?? '', /; HttpOnly; SameSite=Lax$/);
  assert.match(page.opened.cookie ?? '', new RegExp(`Path=${new URL(page.path).pathname};`));
  assert.match(await page.look(), /Who makes the calls/);
  await ask(`${page.path}/stop`, page.headers, {});
  await assert.rejects(setup.done, { code: 'setup-stopped' });
});

test('another host name and the form of another page reach nothing', async (t) => {
  const installation = await openInstallation(t);
  const before = readFileSync(join(installation.folder, '.env'), 'utf8');
  const setup = await startPage(installation);
  const { port } = new URL(setup.url);
  for (const host of [
    `localhost:${port}`,
    `calls.example.com:${port}`,
    '127.0.0.1',
    `127.0.0.1:${port}.example.com`,
  ])
    assert.equal((await ask(setup.url, { host })).status, 404, host);
  const page = await openPage(setup);
  const shown = await page.look();
  const question = /name="question" value="(\d+)"/.exec(shown)?.[1] ?? '';
  const { cookie } = page.headers;
  const strangers = [
    undefined,
    'null',
    'http://evil.example',
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
  ];
  for (const origin of strangers) {
    const headers = { cookie, ...(origin !== undefined && { origin }) };
    assert.equal((await ask(page.path, headers, { question, answer: 'simulator' })).status, 404, origin);
    assert.equal((await ask(`${page.path}/stop`, headers, {})).status, 404, origin);
  }
  assert.equal((await ask(page.path, page.headers, { question: '99', answer: 'simulator' })).status, 303);
  assert.match(await page.look(), /Who makes the calls/);
  await ask(`${page.path}/stop`, page.headers, {});
  await assert.rejects(setup.done, { code: 'setup-stopped' });
  assert.equal(readFileSync(join(installation.folder, '.env'), 'utf8'), before);
});

test('a setup that is not used stops by itself and writes nothing', async (t) => {
  const installation = await openInstallation(t);
  const before = readFileSync(join(installation.folder, '.env'), 'utf8');
  const setup = await startPage(installation, 50);
  await assert.rejects(setup.done, { code: 'setup-stopped' });
  await assert.rejects(ask(setup.url), { code: 'ECONNREFUSED' });
  assert.equal(readFileSync(join(installation.folder, '.env'), 'utf8'), before);
});

test('answers and secrets are shown as text, and no secret comes back', async (t) => {
  const installation = await openInstallation(t);
  const secret = 'kV7xQ2mN9pR4tY6uW8zA1sD3fG5hJ0lC';
  installation.configure({ TWILIO_AUTH_TOKEN: secret, BUSINESS_NAME: '"<script>alert(1)</script>' });
  const setup = await startPage(installation);
  const page = await openPage(setup);
  let shown = await page.look();
  const pages = [shown];
  const answers: Record<string, string> = { 'Who makes': 'simulator', 'Phone of': '+12015550123' };
  for (let turn = 0; turn < 3; turn += 1) {
    const message = messages.exec(shown)?.[1] ?? '';
    const key = Object.keys(answers).find((start) => message.startsWith(start)) ?? '';
    shown = await page.answer(answers[key] ?? '', shown);
    pages.push(shown);
  }
  assert.ok(pages.some((each) => each.includes('value="&#34;&#60;script&#62;')));
  for (const each of pages) {
    assert.doesNotMatch(each, /<script/);
    assert.equal(each.includes(secret), false);
  }
  await ask(`${page.path}/stop`, page.headers, {});
  await assert.rejects(setup.done, { code: 'setup-stopped' });
});
