import type { CarrierFault } from '../../../../backend/ports/carrier/carrier-errors.ts';
import type {
  PlaceCall,
  PlaceResult,
  VoiceCarrier,
} from '../../../../backend/ports/carrier/voice-carrier.ts';
import type { FakeCarrier } from '../../carrier/fake-carrier.ts';
import type { Random } from '../../fakes/seeded-random.ts';
import type { VirtualClock } from '../../fakes/virtual-clock.ts';
import { noteOnce, type TimedPost, type Timeline } from '../world/timeline.ts';
import type { Outages } from './outages.ts';

/** What the faults need of the running simulation. */
export type Surroundings = {
  clock: VirtualClock;
  carrier: FakeCarrier;
  random: Random;
  outages: Outages;
  timeline: Timeline;
  /** Carries out a POST that was given up long ago. */
  carryOutLate(call: PlaceCall): void;
  /** Another program calls between the same two numbers. */
  callAsStranger(call: PlaceCall): void;
  /** No fault begins any more. */
  isCalm(): boolean;
};

const timeoutMs = 8_000;

/** The carrier's API behind outages, rotated keys, single 404s and POSTs that are carried out late. */
export function withOutages(voice: VoiceCarrier, now: () => Surroundings): VoiceCarrier {
  const wait = (ms: number) => new Promise<void>((resolve) => void now().clock.after(ms, resolve));

  async function refuseWhenOut(): Promise<void> {
    const { outages } = now();
    if (outages.isOut('credentials')) throw await fault('401', 'config', false, 200);
    if (outages.isOut('rest', 'network')) throw await fault('503', 'unavailable', true, timeoutMs);
  }

  async function fault(
    carrierCode: string,
    reason: CarrierFault['class'],
    retryable: boolean,
    after: number,
  ): Promise<CarrierFault> {
    await wait(after);
    const error = new Error('The carrier’s API cannot be used.');
    const advice = retryable ? 'ask again later' : 'set the new key';
    return Object.assign(error, {
      code: 'carrier-fault',
      class: reason,
      carrierCode,
      advice,
      retryable,
    } as const);
  }

  async function place(call: PlaceCall): Promise<PlaceResult> {
    const { clock, random, outages, timeline, isCalm } = now();
    const post = { token: call.token, at: clock.trueNow(), wall: clock.now(), processed: true };
    timeline.posts.push(post);
    if (outages.isOut('credentials')) {
      await wait(200);
      const refusal = { class: 'config', code: '20003', advice: 'set the new key' } as const;
      return { result: 'refused', refusal };
    }
    if (outages.isOut('rest', 'network')) return unanswered(call, 0.2);
    return !isCalm() && random.chance(0.01) ? unanswered(call, 1) : note(post, await voice.place(call));
  }

  /** The POST lies between the two times; some are carried out minutes later. */
  async function unanswered(call: PlaceCall, carriedOut: number): Promise<PlaceResult> {
    const { clock, random, carryOutLate, callAsStranger } = now();
    if (random.chance(carriedOut)) clock.after(random.between(30_000, 600_000), () => carryOutLate(call));
    else if (random.chance(0.3)) clock.after(random.between(0, 25_000), () => callAsStranger(call));
    await wait(timeoutMs);
    return { result: 'unknown', cause: 'no answer' };
  }

  function note(post: TimedPost, placed: PlaceResult): PlaceResult {
    if (placed.result === 'placed') noteOnce(now().timeline.sidKnown, post.token, now().clock);
    post.processed = placed.result !== 'throttled';
    return placed;
  }

  return {
    ...voice,
    place,
    async fetch(sid) {
      await refuseWhenOut();
      const { random, isCalm } = now();
      const missing = !isCalm() && random.chance(0.02);
      return missing ? undefined : voice.fetch(sid);
    },
    async find(to, from) {
      await refuseWhenOut();
      return voice.find(to, from);
    },
    async end(sid) {
      await refuseWhenOut();
      now().timeline.endedByPlatform.add(sid);
      return voice.end(sid);
    },
  };
}
