import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Setup, setUpSimulator } from '../test-support/setup.ts';
import type { Snapshot } from './snapshot.ts';
import type { Story } from './story.ts';

async function play({ url }: Setup) {
  const response = await fetch(`${url}/simulator/story`, { method: 'POST' });
  return { status: response.status, body: (await response.json()) as { code?: string } };
}

async function storyOf({ url }: Setup): Promise<Story | undefined> {
  const response = await fetch(`${url}/simulator/snapshot`);
  return ((await response.json()) as Snapshot).story;
}

async function storyWithProblem(setup: Setup): Promise<Story> {
  for (;;) {
    const story = await storyOf(setup);
    if (story?.problem !== undefined) return story;
  }
}

test('the story names the missing webhook when no application is connected', async (t) => {
  const { status, body } = await play(await setUpSimulator(t));
  assert.equal(status, 409);
  assert.equal(body.code, 'no-application');
});

test('the story ends with what the application refuses, and can be played again', async (t) => {
  const setup = await setUpSimulator(t);
  const { application, simulator } = setup;
  simulator.updateSettings({ voiceUrl: `${application.url}/voice` });
  application.answer('/api/v1/site', { type: 'application/json', body: '{"captcha":{"kind":"none"}}' });
  const detail = 'Please sign in.';
  application.answer('/api/v1/callbacks', {
    status: 401,
    type: 'application/problem+json',
    body: JSON.stringify({ detail }),
  });
  for (let plays = 0; plays < 2; plays += 1) {
    assert.equal((await play(setup)).status, 202);
    assert.deepEqual(await storyWithProblem(setup), { step: 'request', problem: detail });
  }
});

test('one story plays at a time, and a reset forgets it', async (t) => {
  const setup = await setUpSimulator(t);
  const { application, simulator } = setup;
  simulator.updateSettings({ voiceUrl: `${application.url}/voice` });
  application.answer('/api/v1/site', { hang: true });
  assert.equal((await play(setup)).status, 202);
  assert.equal((await play(setup)).body.code, 'is-playing');
  simulator.reset();
  assert.equal(await storyOf(setup), undefined);
});
