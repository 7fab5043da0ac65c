import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type Health, health, type Readiness, readiness } from '../../../contract/health.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Uses } from '../deps.ts';
import { problemResponses } from '../problems/send-problem.ts';
import type { SetupCheck } from '../server/setup-check.ts';
import { isoTime } from '../wire-times.ts';

type HealthDeps = Uses<'store' | 'clock', 'carrier' | 'version'> & { setup: SetupCheck };

/** `GET /health` and `GET /health/ready` */
export function healthRoutes({ store, clock, setup, settings }: HealthDeps): FastifyPluginCallbackZod {
  const checkStore = throttleCheck(store.check, clock);
  const schema = { tags: ['machines'], summary: 'Whether the process answers', response: { 200: health } };
  const readySchema = {
    tags: ['machines'],
    summary: 'Whether callbacks can be accepted: the database can be written',
    response: { 200: readiness, ...problemResponses('temporarily-unavailable') },
  };

  return (app, _options, done) => {
    app.get(
      '/health',
      { schema },
      (): Health => ({
        status: 'healthy',
        timestamp: isoTime(clock.now()),
        twilio_configured: settings.carrier === 'twilio',
        carrier: settings.carrier,
        version: settings.version,
      }),
    );
    app.get('/health/ready', { schema: readySchema }, async (): Promise<Readiness> => {
      await checkStore();
      return { status: 'ready', timestamp: isoTime(clock.now()), warnings: setup.warnings() };
    });
    done();
  };
}

const minCheckIntervalMs = 1_000;

/** Checks at most once a second and shares the outcome: a check costs a durable write, and every client may ask. */
function throttleCheck(check: () => Promise<void>, clock: Clock): () => Promise<void> {
  let last: { at: number; outcome: Promise<void> } | undefined;
  return () => {
    const at = clock.monotonic();
    if (last === undefined || at - last.at >= minCheckIntervalMs) last = { at, outcome: check() };
    return last.outcome;
  };
}
