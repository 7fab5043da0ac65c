import assert from 'node:assert/strict';
import { closedNow } from '../../../backend/cli/demo/scenarios.ts';
import { rehearsalNumbers } from '../../../backend/cli/rehearsal/rehearsal.ts';
import { shiftUntilKnown } from '../support/layout-shift.ts';
import { checkWidths } from '../support/page-checks.ts';
import { openStage } from '../support/stage.ts';

const stage = openStage({ speed: 15, env: async () => closedNow() });

stage.test('while closed, the visitor reads so before, and a notice replaces the call', async (t) => {
  const visitor = await stage.visitor(t, { timezoneId: 'Asia/Tokyo' });
  await visitor.reads('Closed now');
  await visitor.reads(/^We open \w+ .* \(.* for you\)\.$/);
  await checkWidths(visitor.page, 'visitor-closed');
  await visitor.fillForm();
  await visitor.press('Leave my number');
  await visitor.field.fill(await visitor.code());
  await visitor.sees('We’re closed right now');
  await checkWidths(visitor.page, 'visitor-closed-notified');
  await visitor.reads(/We have your details/);
  assert.equal((await stage.phones.callsTo(rehearsalNumbers.business)).length, 0);
});

stage.test('in the business’s time zone the opening time is shown once', async (t) => {
  const visitor = await stage.visitor(t, { timezoneId: 'UTC' });
  await visitor.reads(/^We open [^(]+\.$/);
});

stage.test('the layout does not move when the page learns that the business is closed', async (t) => {
  for (const width of [320, 390, 1280]) {
    const shift = await shiftUntilKnown((options) => stage.visitor(t, options), width, 'Closed now');
    assert.ok(shift < 0.02, `${shift} at ${width}`);
  }
});
