import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type Health, health, type Readiness, readiness } from '../../../contract/health.ts';
import { liveWarnings } from '../../doctor/live-warnings.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Uses } from '../deps.ts';
import { adviceOf } from '../problems/explain-fault.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { findWarnings, type WarningDeps } from './warnings.ts';

type HealthDeps = WarningDeps & Uses<'stopping' | 'log', 'siteId' | 'carrier' | 'version'>;

/** `GET /health` and `GET /health/ready` */
export function healthRoutes(deps: HealthDeps): FastifyPluginCallbackZod {
  const { store, clock, log, stopping, settings } = deps;
  const checkStore = throttleCheck(store.check, clock);
  const schema = { tags: ['machines'], summary: 'Whether the process answers', response: { 200: health } };
  const readySchema = {
    tags: ['machines'],
    summary:
      'Whether callbacks can be served: the database can be written, the carrier accepts the account, and the process is not stopping',
    response: { 200: readiness, ...problemResponses('temporarily-unavailable') },
  };

  return (app, _options, done) => {
    app.get('/health', { schema }, async (_request, reply): Promise<Health> => {
      // A page whose origin is refused learns here that the server runs. Nothing in the answer is secret.
      reply.header('access-control-allow-origin', '*');
      return {
        status: 'healthy',
        timestamp: isoTime(clock.now()),
        twilio_configured: settings.carrier === 'twilio',
        carrier: settings.carrier,
        version: settings.version,
      };
    });
    app.get('/health/ready', { schema: readySchema }, async (_request, reply) => {
      if (stopping.aborted)
        return sendProblem(reply, 'temporarily-unavailable', { retry_after: restartSeconds });
      const { fault } = await checkStore();
      if (fault !== undefined) {
        log.warn('not ready: the database cannot be used', { fix: adviceOf(fault) }, fault);
        return sendProblem(reply, 'temporarily-unavailable', {
          detail: databaseGone,
          retry_after: storeRetrySeconds,
        });
      }
      const warnings = await findWarnings(deps);
      const fatal = warnings.map((warning) => liveWarnings[warning]).filter(({ isFatal }) => isFatal);
      if (fatal.length > 0)
        return sendProblem(reply, 'temporarily-unavailable', {
          detail: fatal.map(({ title, fix }) => `${title}. ${fix}`).join(' '),
          retry_after: recheckSeconds,
        });
      const ready: Readiness = { status: 'ready', timestamp: isoTime(clock.now()), warnings };
      return ready;
    });
    done();
  };
}

/** The fix can name hosts and folders, so it is in the log only. */
const databaseGone = 'The database cannot be used now. The log of this server has the cause and the fix.';
const storeRetrySeconds = 5;

/** The account is checked again once a minute. */
const recheckSeconds = 60;

/** A stopping process ends within ten seconds. */
const restartSeconds = 10;

const minCheckIntervalMs = 1_000;

type Checked = { fault: unknown };

/** Checks at most once a second and shares the outcome: a check costs a durable write, and every client may ask. */
function throttleCheck(check: () => Promise<void>, clock: Clock): () => Promise<Checked> {
  let last: { at: number; outcome: Promise<Checked> } | undefined;
  return () => {
    const at = clock.monotonic();
    if (last === undefined || at - last.at >= minCheckIntervalMs) last = { at, outcome: outcomeOf(check()) };
    return last.outcome;
  };
}

async function outcomeOf(checking: Promise<void>): Promise<Checked> {
  try {
    await checking;
    return { fault: undefined };
  } catch (fault) {
    return { fault };
  }
}
