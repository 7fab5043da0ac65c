import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Setup, setUpSimulator } from '../test-support/setup.ts';

async function open({ url }: Setup, headers: Record<string, string> = {}, query = '') {
  const response = await fetch(`${url}/simulator/events${query}`, { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const until = async (wanted: string) => {
    while (!text.includes(wanted)) {
      const { value, done } = (await reader?.read()) ?? { value: '', done: true };
      if (done) throw new Error(`the stream ended without ${wanted}: ${text}`);
      text += value;
    }
    return text;
  };
  return { response, until, close: () => reader?.cancel(), rest: () => reader?.read() };
}

test('an event stream starts with the next event', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.reset();
  const stream = await open(setup);
  assert.equal(stream.response.headers.get('content-type'), 'text/event-stream');
  await stream.until(': connected');
  setup.simulator.reset();
  const text = await stream.until('id: 2\n');
  assert.ok(!text.includes('id: 1\n'));
  assert.match(text, /id: 2\nevent: simulator\.reset\ndata: \{"seq":2,/);
  await stream.close();
});

test('an event stream continues after Last-Event-ID or ?after=', async (t) => {
  const setup = await setUpSimulator(t);
  setup.simulator.callFrom({ from: '+12015550120', to: '+12015550100' });
  const after = await open(setup, {}, '?after=0');
  assert.match(await after.until(': connected'), /id: 1\n.*id: 2\n/s);
  const resumed = await open(setup, { 'last-event-id': '1' });
  assert.ok(!(await resumed.until('id: 2\n')).includes('id: 1\n'));
  await after.close();
  await resumed.close();
});

test('closing the simulator ends its event streams', async (t) => {
  const setup = await setUpSimulator(t);
  const stream = await open(setup);
  await stream.until(': connected');
  await setup.simulator.app.close();
  assert.equal((await stream.rest())?.done, true);
});
