import type { CarrierScript, TextFate } from '../../carrier/carrier-script.ts';
import type { Subscriber } from '../../carrier/fake-carrier.ts';
import type { RecordingSender } from '../../engine/recording-sender.ts';
import { seededRandom } from '../../fakes/seeded-random.ts';
import { noteOnce } from '../world/timeline.ts';
import type { CarrierFaults } from './carrier-faults.ts';
import { replaying } from './crashes.ts';
import type { Surroundings } from './faulty-voice.ts';
import type { Outages } from './outages.ts';

/** A foreign call stays in the list until a later attempt can search there. */
const twinStays = 24_500;

/** A silent call has a foreign twin, so that binding the first of two matches shows. */
export function withTwins(
  { script, isMute }: CarrierFaults,
  now: () => Surroundings,
): CarrierFaults['script']['placing'] {
  return (call) => {
    const fate = script.placing(call);
    if (!isMute(call.token)) return fate;
    const { clock, carrier } = now();
    clock.after(1, () => {
      const twin = carrier.callFromElsewhere(call.to, call.from);
      clock.after(twinStays, () => carrier.calls.splice(carrier.calls.indexOf(twin), 1));
    });
    return fate;
  };
}

export function withTextOutages(text: CarrierScript['text'], now: () => Surroundings): CarrierScript['text'] {
  return (message) => {
    const { outages, timeline, clock } = now();
    const usual = text(message);
    const fate = outageFate(outages) ?? usual.fate;
    const carriedOut = fate === 'accepted' || fate === 'answer-lost';
    const delivered = carriedOut && (usual.becomes ?? usual.report ?? 'delivered') === 'delivered';
    const refused = fate === 'refused';
    timeline.texts.push({ ...message, at: clock.trueNow(), carriedOut, delivered, refused });
    return { ...usual, fate };
  };
}

function outageFate(outages: Outages): TextFate['fate'] | undefined {
  if (outages.isOut('credentials')) return 'unauthorized';
  if (outages.isOut('rest', 'network')) return 'lost';
  return outages.isOut('texts') ? 'unsent' : undefined;
}

export function withNetworkOutages(subscriber: Subscriber, now: () => Surroundings): Subscriber {
  function reach(): void {
    if (now().outages.isOut('network')) throw new Error('The network is down.');
  }

  return {
    async voice(webhook) {
      reach();
      const { timeline, clock } = now();
      if (webhook.kind === 'keys' && webhook.digits === '1') noteOnce(timeline.pressed, webhook.token, clock);
      const plan = await subscriber.voice(webhook);
      if ('token' in webhook) noteOnce(timeline.sidKnown, webhook.token, clock);
      return plan;
    },
    async codeCall(webhook) {
      reach();
      return subscriber.codeCall(webhook);
    },
    async message(webhook) {
      reach();
      const { random, clock, isCalm } = now();
      // Some reports come twice at one moment, some again later.
      const again =
        !isCalm() && webhook.kind === 'status' ? random.pick([undefined, undefined, 0, 9_000]) : undefined;
      if (again !== undefined)
        clock.after(again, () => void subscriber.message(webhook).catch(() => undefined));
      return subscriber.message(webhook);
    },
  };
}

export function withReplays(subscriber: Subscriber, now: () => Surroundings): Subscriber {
  const random = () => now().random;
  return replaying(
    {
      random: { ...seededRandom(0), chance: (probability) => random().chance(probability) },
      later: (run) => void now().clock.after(random().between(100, 20_000), run),
      granted: (token) => void now().carrier.grants.get(token)?.add('a replay'),
    },
    subscriber,
  );
}

export function failSomeMails(email: RecordingSender, now: () => Surroundings): void {
  email.answering = ({ messageId, requestReference: reference }) => {
    const { random, timeline, clock } = now();
    const dice = random.next();
    const at = clock.trueNow();
    timeline.mails.push({ messageId, reference, at, accepted: dice < 0.9, refused: dice >= 0.98 });
    if (dice < 0.9) return { result: 'accepted', sid: undefined };
    if (dice < 0.98) return { result: 'unsent', reason: 'the mail server is busy' };
    return { result: 'refused', code: '550', advice: 'no such mailbox', fixable: false };
  };
}
