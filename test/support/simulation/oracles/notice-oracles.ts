import type { Callback } from '../../../../backend/domain/callback/state.ts';
import type { NoticeChannel } from '../../../../backend/domain/effect.ts';
import { type TimedText, wasDown } from '../world/timeline.ts';
import type { Evidence } from './evidence.ts';

/** Whether each owner learns of each missed visitor, once. What counts is what the carrier did, not what it said. */
export const noticeOracles = [untold, toldAgain];

function untold(evidence: Evidence): string[] {
  return missed(evidence).flatMap((callback) => {
    const { texts, mails } = tellingsOf(evidence, callback);
    const told = texts.some(({ delivered }) => delivered) || mails.some(({ accepted }) => accepted);
    if (told) return [];
    const failed: Partial<Record<NoticeChannel, boolean>> = {
      sms: texts.some(isHopeless),
      email: mails.some(({ refused }) => refused),
    };
    const channels = businessOf(evidence, callback)?.rules.callback.noticeChannels ?? [];
    const { callbackId, outcome, notice } = callback;
    const excused = notice === 'failed' && channels.every((channel) => failed[channel]);
    return excused
      ? []
      : [`${callbackId} ended ${outcome}, its notice is ${notice}, and the owner was not told`];
  });
}

function missed({ callbacks }: Evidence): Callback[] {
  return callbacks.filter(
    ({ status, verifiedAt, outcome }) =>
      status === 'failed' && verifiedAt !== undefined && !withoutNotice.includes(outcome),
  );
}

/** An owner who blocked the number, and a visitor who texted STOP, want no call and no notice. */
const withoutNotice: unknown[] = ['opted-out', 'number-blocked'];

/** Refused for good, or carried out and lost on the way. */
function isHopeless({ refused, carriedOut, delivered }: TimedText): boolean {
  return refused || (carriedOut && !delivered);
}

function businessOf({ businesses }: Evidence, { siteId }: Callback) {
  return businesses.find(({ site }) => site.id === siteId);
}

function tellingsOf(evidence: Evidence, callback: Callback) {
  const { timeline, toldBy } = evidence;
  // A text about many callbacks counts those that do not fit.
  const tells = (messageId: string) => toldBy.get(callback.callbackId)?.includes(messageId) === true;
  const owner = businessOf(evidence, callback)?.site.notifyNumber;
  return {
    texts: timeline.texts.filter(
      ({ to, body, messageId }) => to === owner && (body.includes(callback.reference) || tells(messageId)),
    ),
    mails: timeline.mails.filter(
      ({ reference, messageId }) => reference === callback.reference || tells(messageId),
    ),
  };
}

/**
 * A process that died between the text and its commit may repeat it; nothing else may. A code that is sent again holds
 * the same digits and is no second text to the owner.
 */
function toldAgain({ timeline, businesses }: Evidence): string[] {
  const owners = businesses.map(({ site }) => site.notifyNumber);
  const carriedOut = timeline.texts.filter((text) => text.carriedOut && owners.includes(text.to));
  return [...Map.groupBy(carriedOut, ({ messageId }) => messageId).values()].flatMap((texts) => {
    const [first, last] = [texts[0], texts.at(-1)];
    if (first === undefined || last === undefined || texts.length === 1) return [];
    const excused = wasDown(timeline, first.at - 2_000, last.at);
    return excused ? [] : [`one text was sent ${texts.length} times: ${first.body}`];
  });
}
