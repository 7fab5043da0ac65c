import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { openHttpSetup } from '../support/http/http-setup.ts';

const deploy = join(import.meta.dirname, '../../deploy');
const missing = spawnSync('promtool', ['--version']).error !== undefined;
const skip = missing ? 'promtool is not installed (apt-get install prometheus)' : false;

type Rules = { groups: { rules: { alert: string; expr: string }[] }[] };
type Dashboard = { panels: { targets: { expr: string }[] }[] };

function read(file: string): string {
  return readFileSync(join(deploy, file), 'utf8');
}

function promtool(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, {
    cwd: join(deploy, 'prometheus'),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
}

test('promtool accepts the alert rules', { skip }, () => promtool('check', 'rules', 'alerts.yml'));

test('each alert fires for its fault and for no healthy server', { skip }, () =>
  promtool('test', 'rules', 'alerts.test.yml'),
);

test('every alert has a case in its test file', () => {
  const { groups } = parse(read('prometheus/alerts.yml')) as Rules;
  const cases = read('prometheus/alerts.test.yml');
  for (const { alert } of groups.flatMap(({ rules }) => rules)) {
    assert.ok(cases.includes(`alertname: ${alert} }`), `${alert} when healthy`);
    assert.ok(cases.includes(`alertname="${alert}"`), `${alert} at its fault`);
  }
});

test('every metric of alerts, dashboard and guide is exported', async (t) => {
  const metricsToken = 'm7Rk2Vx9Qp4Zt6Yb1Nw8Lc3Jd5Hf0Gs2';
  const { app } = await openHttpSetup(t, { settings: { metricsToken } });
  const headers = { authorization: `Bearer ${metricsToken}` };
  await app.inject({ url: '/metrics', headers });
  const { body } = await app.inject({ url: '/metrics', headers });
  const exported = new Set([
    ...[...body.matchAll(/^([a-z_]\w*)[ {]/gm)].map(([, name]) => name),
    ...[...body.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name),
  ]);
  const { groups } = parse(read('prometheus/alerts.yml')) as Rules;
  const { panels } = JSON.parse(read('grafana/dashboard.json')) as Dashboard;
  const used = [
    ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    read('../docs/metrics.md').replaceAll('callback-token', ''),
  ].flatMap((text) => text.match(/\b(?:callback|nodejs|process)_[a-z]\w*/g) ?? []);
  assert.ok(new Set(used).size >= 18);
  assert.deepEqual(
    [...new Set(used)].filter((name) => !exported.has(name)),
    [],
  );
});
