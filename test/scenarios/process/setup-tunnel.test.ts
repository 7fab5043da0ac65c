import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { copyProject } from '../../support/operations/copy-project.ts';

const base = mkdtempSync(join(tmpdir(), 'tunnel set up '));
after(() => rmSync(base, { recursive: true, force: true }));
const project = join(base, 'project');
mkdirSync(project);
copyProject(project);

const id = '6ff42ae2-765d-4adf-8112-31c55c1551ef';

/** Notes its arguments, and answers as the real programs do. */
const programs = {
  cloudflared: `#!/usr/bin/env bash
echo "cloudflared $*" >>"$NOTES"
case "$*" in
  'tunnel login') mkdir -p "$HOME/.cloudflared"; touch "$HOME/.cloudflared/cert.pem" ;;
  'tunnel list'*) if [ -e "$HOME/created" ]; then echo '[{"id":"${id}","name":"callback-platform"}]'; else echo 'null'; fi ;;
  'tunnel create'*) touch "$HOME/created" ;;
  'tunnel --url'*) echo 'INF |  https://four-random-words-here.trycloudflare.com  |' >&2 ;;
esac
`,
  ngrok: `#!/usr/bin/env bash
echo "ngrok $*" >>"$NOTES"
echo 't=2026 lvl=info msg="started tunnel" addr=http://localhost:8501 url=https://ab12.ngrok-free.app'
`,
  sudo: '#!/usr/bin/env bash\nexec "$@"\n',
};

type Ran = { status: number; output: string; notes: string[]; env: string; home: string };

/** Runs the script from another folder. `home` keeps what an earlier run left. */
function run(args: string[], home = mkdtempSync(join(base, 'home '))): Ran {
  const bin = join(base, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  const notes = join(home, 'notes');
  rmSync(notes, { force: true });
  writeFileSync(join(project, '.env'), '# mine\nPORT=9000\nBUSINESS_NAME=Example\n');
  const { status, stdout, stderr } = spawnSync(join(project, 'scripts/setup-tunnel.sh'), args, {
    cwd: tmpdir(),
    env: { PATH: `${bin}:${process.env.PATH}`, HOME: home, NOTES: notes, NO_COLOR: '1' },
    encoding: 'utf8',
  });
  return {
    status: status ?? 1,
    output: stdout + stderr,
    notes: existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : [],
    env: readFileSync(join(project, '.env'), 'utf8'),
    home,
  };
}

test('a named tunnel gets login, tunnel, DNS, configuration, settings and service', () => {
  const { status, output, notes, env, home } = run(['calls.example.com', '--service']);
  assert.equal(status, 0, output);
  assert.deepEqual(
    notes.filter((line) => !line.includes('tunnel list')),
    [
      'cloudflared tunnel login',
      'cloudflared tunnel create callback-platform',
      'cloudflared tunnel route dns callback-platform calls.example.com',
      `cloudflared --config ${home}/.cloudflared/config.yml service install`,
    ],
  );
  const configuration = readFileSync(join(home, '.cloudflared/config.yml'), 'utf8');
  assert.match(configuration, new RegExp(`^tunnel: ${id}$`, 'm'));
  assert.match(configuration, /hostname: calls\.example\.com\n {4}service: http:\/\/127\.0\.0\.1:9000/);
  assert.match(env, /^# mine\n/);
  assert.match(env, /^PUBLIC_BASE_URL=["']?https:\/\/calls\.example\.com["']?$/m);
  assert.match(env, /^TRUSTED_PROXIES=["']?cloudflare-tunnel["']?$/m);
});

test('a second run makes no second tunnel and keeps another configuration', () => {
  const { home } = run(['calls.example.com', '--no-run']);
  writeFileSync(join(home, '.cloudflared/config.yml'), 'tunnel: of-another-program\n');
  const { status, notes } = run(['calls.example.com', '--no-run'], home);
  assert.equal(status, 0);
  assert.equal(
    notes.some((line) => /login|create/.test(line)),
    false,
  );
  const kept = readdirSync(join(home, '.cloudflared')).filter((name) => name.startsWith('config.yml.kept-'));
  assert.equal(kept.length, 1);
});

for (const [option, address, proxies] of [
  ['--quick', 'https://four-random-words-here.trycloudflare.com', 'cloudflare-tunnel'],
  ['--ngrok', 'https://ab12.ngrok-free.app', 'loopback'],
] as const) {
  test(`${option} writes the address that the program prints into .env`, () => {
    const { status, output, env } = run([option]);
    assert.equal(status, 0, output);
    assert.ok(env.includes(address) && env.includes(proxies), env);
  });
}

test('an invalid host name or an unknown option changes nothing', () => {
  for (const args of [[], ['not a host'], ['https://calls.example.com'], ['--everything']]) {
    const { status, notes, env } = run(args);
    assert.equal(status, 2, args.join(' '));
    assert.deepEqual(notes, []);
    assert.doesNotMatch(env, /PUBLIC_BASE_URL/);
  }
});
