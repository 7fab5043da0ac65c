import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type Health, health, type Readiness, readiness } from '../../../contract/health.ts';
import type { HttpDeps } from '../http-deps.ts';
import { isoTime } from '../present-callback.ts';
import { problemAnswers } from '../problem-answers.ts';
import type { SetupCheck } from '../setup-check.ts';
import { shareCheck } from '../share-check.ts';

export function healthRoutes(deps: HttpDeps, setup: SetupCheck): FastifyPluginCallbackZod {
  const { settings, clock, store } = deps;
  const checkStore = shareCheck(store.check, clock);
  const schema = { tags: ['machines'], summary: 'Whether the process answers', response: { 200: health } };
  const readySchema = {
    tags: ['machines'],
    summary: 'Whether requests can be taken: the database can be written',
    response: { 200: readiness, ...problemAnswers('temporarily-unavailable') },
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
