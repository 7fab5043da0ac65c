import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AreaTurnout, raiseAlarm } from './turnout.ts';

function area(name: string, settled: number, entered: number, fresh = 0): AreaTurnout {
  return { area: name, settled, entered, fresh };
}

test('few codes raise no alarm, whether they are entered or not', () => {
  const alarm = raiseAlarm([area('+1201', 14, 0), area('+1202', 14, 0)]);
  assert.deepEqual([alarm.isRaised, [...alarm.areas]], [false, []]);
});

test('195 codes of which none was entered raise the alarm', () => {
  const spread = Array.from({ length: 15 }, (_, index) => area(`+12${index}`, 13, 0));
  assert.equal(raiseAlarm(spread).isRaised, true);
});

test('an area whose codes are not entered does not restrict the others', () => {
  const alarm = raiseAlarm([area('+4474', 400, 3), area('+1201', 40, 30)]);
  assert.deepEqual([alarm.isRaised, [...alarm.areas]], [false, ['+4474']]);
});

test('a burst raises the alarm before anyone had time to enter a code', () => {
  assert.equal(raiseAlarm([area('+1201', 0, 0, 16)]).areas.size, 1);
  assert.equal(raiseAlarm([area('+1201', 20, 15, 50)]).areas.size, 0);
});
