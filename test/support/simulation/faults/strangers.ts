import { type FakeCall, newLeg } from '../../carrier/fake-call.ts';
import type { FakeCarrier } from '../../carrier/fake-carrier.ts';
import type { Random } from '../../fakes/seeded-random.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';

/**
 * Another program of the same account calls the business from the same number and connects it with its own customer.
 * It hangs up after some minutes.
 */
export function callAsStranger(
  { carrier, clock, random }: { carrier: FakeCarrier; clock: VirtualClock; random: Random },
  to: string,
  from: string,
): void {
  const call = carrier.callFromElsewhere(to, from);
  const steps: [number, (call: FakeCall) => void][] = [
    [1_000, ({ business }) => setStatus(business, 'ringing')],
    [random.between(4_000, 9_000), answer],
    [random.between(12_000, 20_000), connect],
    [random.between(60_000, 240_000), hangUp],
  ];
  for (const [after, step] of steps) {
    clock.after(after, () => {
      if (call.endedAt === undefined) step(call);
    });
  }

  function answer({ business }: FakeCall): void {
    setStatus(business, 'in-progress');
    business.answeredAt = clock.monotonic();
  }

  function connect(call: FakeCall): void {
    call.visitor = newLeg(`${call.business.sid}-child`, 'in-progress');
    call.visitor.answeredAt = clock.monotonic();
  }

  function hangUp(call: FakeCall): void {
    for (const leg of [call.business, call.visitor]) {
      if (leg === undefined) continue;
      setStatus(leg, 'completed');
      leg.talkSeconds = Math.round((clock.monotonic() - (leg.answeredAt ?? clock.monotonic())) / 1_000);
    }
    call.endedAt = clock.trueNow();
  }
}

function setStatus(leg: FakeCall['business'], status: FakeCall['business']['status']): void {
  leg.status = status;
}
