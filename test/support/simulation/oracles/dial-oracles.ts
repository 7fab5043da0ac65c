import type { Callback } from '../../../../backend/domain/callback/state.ts';
import type { BusinessHours } from '../../../../backend/domain/site/business-hours.ts';
import type { SimulatedBusiness } from '../world/sample-businesses.ts';
import { type TimedPost, type Timeline, wasDown } from '../world/timeline.ts';
import type { Evidence } from './evidence.ts';

/** Whether each dial was allowed, judged at its own instant and without the platform's code. */
export const dialOracles = [forbiddenDials, dialsWhileStopping, visitorsRungTooEarly, survivedCancels];

function forbiddenDials({ timeline, attempts, callbacks, businesses }: Evidence): string[] {
  const byId = new Map(callbacks.map((callback) => [callback.callbackId, callback]));
  return timeline.posts.flatMap((post) => {
    const callback = byId.get(attempts.get(post.token)?.callbackId ?? '');
    const business = businesses.find(({ site }) => site.id === callback?.siteId);
    if (callback === undefined || business === undefined) return [];
    return reasonsAgainst(post, callback, business, timeline).map(
      (reason) => `the business was called for ${callback.callbackId} ${reason}`,
    );
  });
}

function reasonsAgainst(
  post: TimedPost,
  { callbackId, visitor, siteId }: Callback,
  { site, rules }: SimulatedBusiness,
  timeline: Timeline,
): string[] {
  const since = (instant: number | undefined) => instant !== undefined && instant < post.at;
  const waited = waitedMs(post, callbackId, timeline);
  const facts: [boolean, string][] = [
    [site.hours !== undefined && !isOpenInNewYork(site.hours, post.wall), 'outside hours'],
    [since(timeline.stopped.get(visitor.phone)), 'after STOP'],
    [since(timeline.blocked.get(`${siteId} ${visitor.phone}`)), 'after a block'],
    [since(timeline.cancelled.get(callbackId)), 'after the cancel'],
    [waited > rules.callback.maxWaitMs, `after MAX_WAIT, ${Math.round(waited / 1_000)} s after the proof`],
    [waited > rules.callback.lastResortMs, 'after the last resort'],
  ];
  return facts.flatMap(([broken, reason]) => (broken ? [reason] : []));
}

/** Time in which the platform notices that its clock was set, and acts on it. */
const slackMs = 60_000;

/** In true time, because deadlines must follow a clock that is set. While no process runs, a jump goes unseen. */
function waitedMs({ at }: TimedPost, callbackId: string, timeline: Timeline): number {
  const since = timeline.asked.get(callbackId)?.findLast((asked) => asked <= at);
  if (since === undefined) return 0;
  const unseen = timeline.jumps.filter((jump) => wasDown(timeline, jump.at - slackMs, jump.at + slackMs));
  return at - since - slackMs - unseen.reduce((total, { by }) => total + Math.abs(by), 0);
}

/** In January New York is five hours behind UTC. */
function isOpenInNewYork({ rules }: BusinessHours, wall: number): boolean {
  const { start, end } = rules[0]?.windows[0] ?? { start: 0, end: 0 };
  const minutes = Math.floor(wall / 60_000) - 5 * 60;
  const ofDay = ((minutes % 1_440) + 1_440) % 1_440;
  return start <= ofDay && ofDay < end;
}

function dialsWhileStopping({ timeline }: Evidence): string[] {
  return timeline.shutdowns.flatMap((from) => {
    const restart = timeline.downtimes.find(({ to }) => to >= from)?.to ?? Number.POSITIVE_INFINITY;
    const late = timeline.posts.filter(({ at }) => at > from && at < restart);
    return late.map(({ at }) => `the business was called ${at - from} ms after the order to stop`);
  });
}

function visitorsRungTooEarly({ harness, timeline }: Evidence): string[] {
  return harness.carrier.calls.flatMap(({ request, visitorDialledAt }) => {
    if (visitorDialledAt === undefined || request.token === '') return [];
    const pressed = timeline.pressed.get(request.token) ?? Number.POSITIVE_INFINITY;
    return pressed <= visitorDialledAt ? [] : [`the visitor of ${request.reason} was rung before the key 1`];
  });
}

const longestEndMs = 15 * 60_000;

function survivedCancels({ harness, timeline, attempts, outages }: Evidence): string[] {
  return harness.carrier.calls.flatMap(
    ({ request, visitorDialledAt = 0, endedAt = Number.POSITIVE_INFINITY }) => {
      const callbackId = attempts.get(request.token)?.callbackId ?? '';
      const cancelledAt = timeline.cancelled.get(callbackId);
      const knownAt = timeline.sidKnown.get(request.token);
      if (cancelledAt === undefined || knownAt === undefined) return [];
      const due = Math.max(cancelledAt, knownAt) + longestEndMs;
      const excused =
        outages.wasOut(cancelledAt, due, 'rest', 'network', 'credentials') ||
        timeline.downtimes.some(({ from, to }) => from <= due && to >= cancelledAt);
      return [
        ...(visitorDialledAt > cancelledAt ? [`the visitor of ${callbackId} was rung after the cancel`] : []),
        ...(endedAt > due && !excused ? [`a call of ${callbackId} survived the cancel`] : []),
      ];
    },
  );
}
