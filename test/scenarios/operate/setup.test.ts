import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { parseEnv } from 'node:util';
import type { Asking } from '../../../backend/cli/setup/asking.ts';
import { setUp } from '../../../backend/cli/setup/setup.ts';
import { createTerminal } from '../../../backend/cli/terminal.ts';
import { type Installation, openInstallation } from '../../support/operate/installation.ts';

/** Answers by the beginning of each question; a wrong answer is followed by the next one of its list. */
function answering(script: Record<string, string | string[] | boolean>) {
  const said: string[] = [];
  const used = new Map<string, number>();
  const answerTo = (message: string) => {
    const key = Object.keys(script).find((start) => message.startsWith(start));
    if (key === undefined) return undefined;
    const answers = script[key];
    if (!Array.isArray(answers)) return answers;
    const turn = used.get(key) ?? 0;
    used.set(key, turn + 1);
    return answers[Math.min(turn, answers.length - 1)];
  };
  const asking: Asking = {
    async text({ message, initial, check }) {
      for (let tries = 0; tries < 5; tries += 1) {
        const answer = String(answerTo(message) ?? initial ?? '');
        const problem = check(answer);
        if (problem === undefined) return answer;
        said.push(problem);
      }
      return assert.fail(`no answer to ${message}: ${said.at(-1)}`);
    },
    choose: async ({ message, options, initial }) => {
      const wanted = answerTo(message) ?? initial;
      const found = options.find(({ value }) => value === wanted) ?? options[0];
      return found?.value ?? assert.fail(message);
    },
    confirm: async (message, initial) => (answerTo(message) as boolean | undefined) ?? initial,
    tell: (message) => void said.push(message),
    warn: (message) => void said.push(message),
    during: (_message, work) => work(),
  };
  return { asking, said };
}

async function runSetup({ folder, facts }: Installation, asking: Asking): Promise<number> {
  const out = new PassThrough().resume();
  return setUp(
    {
      folder,
      root: join(import.meta.dirname, '../../..'),
      environment: {},
      terminal: createTerminal(out as unknown as NodeJS.WriteStream),
      print: () => {},
      facts,
    },
    asking,
  );
}

const carrier = {
  'Who makes': 'twilio',
  'Account SID': 'AC5104a70f000000000000000000000001',
  'Auth Token': 'simulator-auth-token-not-a-secret',
  'Phone of the business': '+1 201 555 0123',
  'Public https': 'https://calls.example.com',
};

function withSimulator(installation: Installation): void {
  const { SIMULATOR_PORT: port } = parseEnv(readFileSync(join(installation.folder, '.env'), 'utf8'));
  installation.configure({ TWILIO_API_BASE_URL: `http://127.0.0.1:${port}` });
}

test('setup tries the account, lists its numbers and writes a private .env', async (t) => {
  const installation = await openInstallation(t);
  withSimulator(installation);
  installation.configure({ '# my note': '1' });
  const { asking, said } = answering(carrier);
  await runSetup(installation, asking);
  const path = join(installation.folder, '.env');
  const text = readFileSync(path, 'utf8');
  const settings = parseEnv(text);
  assert.equal(settings.TWILIO_NUMBER, '+12015550100');
  assert.equal(settings.BUSINESS_NUMBER, '+1 201 555 0123');
  assert.equal(settings.APP_SECRET?.length, 43);
  assert.match(text, /^# my note=1$/m);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(said.join('\n'), /The carrier accepts the account/);
});

test('setup asks again after a rejected token or an invalid number', async (t) => {
  const installation = await openInstallation(t);
  withSimulator(installation);
  const { asking, said } = answering({
    ...carrier,
    'Auth Token': ['0123456789abcdef0123456789abcdef', 'simulator-auth-token-not-a-secret'],
    'Phone of the business': ['555-123', '+12015550123'],
  });
  await runSetup(installation, asking);
  const { TWILIO_AUTH_TOKEN: token } = parseEnv(readFileSync(join(installation.folder, '.env'), 'utf8'));
  assert.equal(token, 'simulator-auth-token-not-a-secret');
  assert.ok(said.length > 3, said.join('\n'));
});

test('setup calls the business once when asked to, and says how the call ended', async (t) => {
  const installation = await openInstallation(t);
  withSimulator(installation);
  installation.simulator.updateSettings({ defaultScript: 'busy' });
  const { asking, said } = answering({ ...carrier, 'Call the business': true });
  await runSetup(installation, asking);
  assert.match(said.join('\n'), /The call ended as busy/);
});

test('setup keeps existing secrets, and writes nothing when it is cancelled', async (t) => {
  const installation = await openInstallation(t);
  installation.configure({ APP_SECRET: 'kV7xQ2mN9pR4tY6uW8zA1sD3fG5hJ0lC' });
  const path = join(installation.folder, '.env');
  const before = readFileSync(path, 'utf8');
  const left = answering({ 'Who makes': 'simulator' });
  left.asking.confirm = () => Promise.reject(Object.assign(new Error('left'), { code: 'setup-stopped' }));
  const script = { 'Who makes': 'simulator', 'Phone of the business': '+12015550123' };
  await assert.rejects(
    runSetup(installation, { ...answering(script).asking, confirm: left.asking.confirm }),
    {
      code: 'setup-stopped',
    },
  );
  assert.equal(readFileSync(path, 'utf8'), before);
  await runSetup(installation, answering(script).asking);
  assert.equal(parseEnv(readFileSync(path, 'utf8')).APP_SECRET, 'kV7xQ2mN9pR4tY6uW8zA1sD3fG5hJ0lC');
});
