import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type Health, health, type Readiness, readiness } from '../../../contract/health.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HttpDeps } from '../deps.ts';
import { problemResponses } from '../problems/send-problem.ts';
import type { SetupCheck } from '../server/setup-check.ts';
import { isoTime } from '../wire-times.ts';

export function healthRoutes(deps: HttpDeps, setup: SetupCheck): FastifyPluginCallbackZod {
  const { settings, clock, store } = deps;
  const checkStore = throttleCheck(store.check, clock);
  const schema = { tags: ['machines'], summary: 'Whether the process answers', response: { 200: health } };
  const readySchema = {
    tags: ['machines'],
    summary: 'Whether requests can be taken: the database can be written',
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

/** For so long an answer is as good as a new one, milliseconds. */
const minIntervalMs = 1_000;

/** Looks at most once a second, however many ask: looking costs a durable write, and anybody may ask. */
function throttleCheck(check: () => Promise<void>, clock: Clock): () => Promise<void> {
  let last: { at: number; outcome: Promise<void> } | undefined;
  return () => {
    const at = clock.monotonic();
    if (last === undefined || at - last.at >= minIntervalMs) last = { at, outcome: check() };
    return last.outcome;
  };
}
