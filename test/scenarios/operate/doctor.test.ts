import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { allChecks, steps } from '../../../backend/doctor/all-checks.ts';
import { doctorReport } from '../../../contract/operator/doctor.ts';
import { adminToken, openInstallation } from '../../support/operate/installation.ts';
import { plantedFaults } from '../../support/operate/planted-faults.ts';

for (const fault of plantedFaults) {
  test(`the doctor sees that ${fault.name}${fault.hasFix ? ', and fixes it' : ''}`, async (t) => {
    const installation = await openInstallation(t);
    installation.configure(fault.settings ?? {});
    await fault.plant?.(installation, (undo) => t.after(undo));
    if (fault.running) await installation.start();
    const { code, report } = await installation.doctor('--only', fault.check);
    const [found] = report.checks;
    assert.match(found?.found ?? `${found?.status} ${found?.skipReason}`, fault.finds);
    assert.equal(code, found?.status === 'fail' ? 2 : 1);
    doctorReport.parse(report);
    if (!fault.hasFix) return;
    assert.ok((found?.fix?.commands.length ?? 0) > 0, 'no command was printed');
    for (const command of found?.fix?.commands ?? []) await installation.execute(command);
    const after = await installation.doctor('--only', fault.check);
    assert.equal(after.code, 0, JSON.stringify(after.report.checks));
  });
}

test('at least 40 faults are planted, and a command fixes 25 of them', () => {
  assert.ok(plantedFaults.length >= 40, String(plantedFaults.length));
  assert.ok(plantedFaults.filter(({ hasFix }) => hasFix).length >= 25);
  for (const { check } of plantedFaults)
    assert.ok(
      allChecks.some(({ id }) => id === check),
      check,
    );
});

test('a healthy installation gets one line, exit code 0, within ten seconds', async (t) => {
  const installation = await openInstallation(t);
  await installation.start();
  const startedAt = performance.now();
  const { code, output } = await installation.run('doctor');
  assert.equal(output, '✓ Everything is ready.\n');
  assert.equal(code, 0);
  assert.ok(performance.now() - startedAt < 10_000);
});

test('the report holds no number, token or secret of the installation', async (t) => {
  const installation = await openInstallation(t);
  installation.configure({ TWILIO_NUMBER: '+12015550177', NOTIFY_NUMBER: '+12015550178' });
  await installation.start();
  installation.simulator.updateSettings({ trial: true });
  const { output } = await installation.run('doctor', '--json', '--production');
  assert.doesNotMatch(output, /\+?1?201555\d{4}/);
  assert.ok(!output.includes(adminToken) && !output.includes('simulator-auth-token'));
});

test('--offline asks no other server, and says so of each check', async (t) => {
  const installation = await openInstallation(t);
  const asked = installation.simulator.timeline().length;
  const { report } = await installation.doctor('--offline');
  for (const { id, skipReason } of report.checks)
    if (allChecks.find((check) => check.id === id)?.online) assert.match(skipReason ?? '', /--offline/, id);
  assert.equal(installation.simulator.timeline().length, asked);
});

test('--fix keeps the former .env beside the new one', async (t) => {
  const installation = await openInstallation(t);
  installation.configure({ LOG_LEVEL: 'info\nLOG_LEVEL=warn' });
  const before = readFileSync(join(installation.folder, '.env'), 'utf8');
  await installation.run('doctor', '--fix', '--only', 'settings');
  assert.equal(readFileSync(join(installation.folder, '.env.before-fix'), 'utf8'), before);
});

test('an unknown check or option is refused with the usage, exit code 2', async (t) => {
  const installation = await openInstallation(t);
  for (const args of [['--only', 'no-such-check'], ['--frobnicate']]) {
    const { code, output } = await installation.run('doctor', ...args);
    assert.equal(code, 2);
    assert.match(output, /--only ID/);
  }
});

test('the nine numbered steps are printed in order, with the checks of each', async (t) => {
  const installation = await openInstallation(t);
  const { output } = await installation.run('doctor', '--verbose', '--offline');
  const numbers = [...output.matchAll(/\[(\d)\/9\] (.+)/g)].map(([, number, title]) => [number, title]);
  const expected = steps.map(({ title }, index) => [String(index + 1), title]);
  assert.deepEqual(numbers, [...expected, ['9', 'Summary with fixes']]);
});
