import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { createCallbackRoute } from './callbacks/create.ts';
import { eventsRoute } from './callbacks/events.ts';
import { legacyFormRoute } from './callbacks/legacy.ts';
import { cancelRoute, readCallbackRoute, sendCodeRoute, verifyRoute } from './callbacks/steps.ts';
import { carrierRoutes } from './carrier-webhooks.ts';
import { createClientIdentity } from './client/client-identity.ts';
import type { HttpDeps } from './deps.ts';
import { healthRoutes } from './health/health.ts';
import { streamProbeRoute } from './health/stream-probe.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createOperatorGate } from './operator/access/gate.ts';
import { createHolderProof } from './operator/access/holder-proof.ts';
import { createLiveAccess } from './operator/access/live-access.ts';
import { lostFactorRoute, secondFactorRoutes } from './operator/access/second-factor.ts';
import { operatorSessionRoutes, operatorSignInRoute } from './operator/access/session.ts';
import { tokenRoutes } from './operator/access/tokens.ts';
import { callbackActionRoutes } from './operator/actions.ts';
import { auditRoute } from './operator/audit.ts';
import { bulkRoutes } from './operator/bulk.ts';
import { callbackListRoutes } from './operator/callbacks.ts';
import { closureRoutes } from './operator/closure.ts';
import { doctorRoute } from './operator/doctor.ts';
import { operatorEventsRoute } from './operator/events.ts';
import { exportRoute } from './operator/export.ts';
import { noticeRoutes } from './operator/notices.ts';
import { privacyRoutes } from './operator/privacy.ts';
import { statsRoute } from './operator/statistics.ts';
import { systemRoute } from './operator/system.ts';
import { redeliverRoute, webhookTestRoute } from './operator/webhooks.ts';
import { apiDocsRoutes, collectApiDescription, problemRoutes } from './pages/api-docs.ts';
import { contactCardRoutes } from './pages/contact-card.ts';
import { noticePageRoutes } from './pages/notice-page.ts';
import { captchaRoute, siteRoutes } from './pages/site.ts';
import { pageRoutes } from './pages/visitor-page.ts';
import { describeCommonProblems } from './problems/common-problems.ts';
import { adviceOf, explainFault } from './problems/explain-fault.ts';
import { sendProblem } from './problems/send-problem.ts';
import {
  answerClientError,
  endKeptConnections,
  limitCloseTime,
  readPeersOnConnect,
} from './server/connections.ts';
import { collectMethods, refuseOtherMethods } from './server/method-not-allowed.ts';
import { allowedOrigins, allowOrigins, createOriginReport } from './server/origins.ts';
import { logRequests, refuseSeveralHosts, securityHeaders, setHeaders } from './server/request-hooks.ts';
import { createSetupCheck } from './server/setup-check.ts';
import { signInRoutes } from './sign-in/routes.ts';

const bodyLimitBytes = 16 * 1024;
/** Time for a whole HTTP request to arrive. */
const requestTimeoutMs = 20_000;
/**
 * Time for its headers. Node swaps both limits when this one is longer, and its default is a minute:
 * https://github.com/nodejs/node/blob/main/src/node_http_parser.cc, `ConnectionsList::Expired`
 */
const headersTimeoutMs = 10_000;
/** Interval at which Node looks for HTTP requests that exceeded a timeout. */
const timeoutCheckMs = 1_000;

/** Builds the whole HTTP server. It does not listen yet. Closing it ends open event streams. */
export function createApp(deps: HttpDeps): FastifyInstance {
  const { log, secrets, settings } = deps;
  const headers = securityHeaders(settings.publicBaseUrl);
  const client = createClientIdentity(deps);
  const setup = createSetupCheck({ ...deps, client });

  function answerFault(fault: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { code, extras } = explainFault(fault);
    const fields = { id: request.id, route: request.routeOptions?.url, code: fault.code };
    if (code === 'internal') log.error('HTTP request failed', fields, fault);
    if (code === 'temporarily-unavailable')
      log.warn('HTTP request failed temporarily', { ...fields, fix: adviceOf(fault) }, fault);
    return sendProblem(reply, code, extras);
  }

  const app = fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: timeoutCheckMs },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: () => secrets.capability(),
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (fault, request, reply) => {
      setHeaders(reply, { ...headers, 'x-request-id': request.id });
      answerFault(fault, request, reply);
    },
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  // Routes build their answers field by field, so answers are not validated again.
  app.setSerializerCompiler(() => JSON.stringify);
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (_request, reply) => setHeaders(reply, headers));
  app.setErrorHandler(answerFault);
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not-found'));
  refuseSeveralHosts(app);
  limitCloseTime(app, deps.clock, deps.stopping);
  endKeptConnections(app, deps.stopping);
  readPeersOnConnect(app);
  logRequests(app, log);
  const metrics = createMetrics(deps);
  metrics?.measureRequests(app);
  app.addHook('onRequest', async (request) => setup.checkRequest(request));
  allowOrigins(app, allowedOrigins(deps), createOriginReport(deps));
  const methods = collectMethods(app);
  describeCommonProblems(app);
  collectApiDescription(app, settings.version);
  app.after(() => {
    addRoutes(app, { ...deps, client, setup });
    if (metrics !== undefined) app.register(metrics.route);
    apiDocsRoutes(app);
  });
  app.after(() => refuseOtherMethods(app, methods));
  return app;
}

type RouteDeps = HttpDeps & {
  client: ReturnType<typeof createClientIdentity>;
  setup: ReturnType<typeof createSetupCheck>;
};

/** Each route's type names the ports and settings that it uses. */
function addRoutes(app: FastifyInstance, deps: RouteDeps): void {
  const api = { prefix: '/api/v1' };
  app.register(siteRoutes(deps), api);
  app.register(captchaRoute(deps), api);
  app.register(createCallbackRoute(deps, '/callbacks'), api);
  app.register(readCallbackRoute(deps), api);
  app.register(sendCodeRoute(deps), api);
  app.register(verifyRoute(deps), api);
  app.register(cancelRoute(deps), api);
  app.register(eventsRoute(deps), api);
  app.register(problemRoutes, api);
  addOperatorRoutes(app, deps);
  app.register(legacyFormRoute(deps));
  app.register(signInRoutes(deps));
  app.register(healthRoutes(deps));
  app.register(streamProbeRoute(deps));
  app.register(carrierRoutes(deps));
  app.register(contactCardRoutes(deps));
  app.register(noticePageRoutes(deps));
  app.register(pageRoutes(deps));
}

function addOperatorRoutes(app: FastifyInstance, given: RouteDeps): void {
  const api = { prefix: '/api/v1' };
  const live = createLiveAccess(given);
  const deps = { ...given, operatorAccess: live.operatorAccess };
  const gate = createOperatorGate({ ...deps, watch: live.watch });
  const proof = createHolderProof(deps, gate);
  app.register(operatorSignInRoute(deps, gate, proof), api);
  app.register(operatorSessionRoutes(deps, gate), api);
  app.register(tokenRoutes(deps, gate), api);
  app.register(secondFactorRoutes(deps, gate, proof), api);
  app.register(lostFactorRoute(deps, gate, proof), api);
  app.register(callbackListRoutes(deps, gate), api);
  app.register(callbackActionRoutes(deps, gate), api);
  app.register(bulkRoutes(deps, gate), api);
  app.register(exportRoute(deps, gate), api);
  app.register(statsRoute(deps, gate), api);
  app.register(auditRoute(deps, gate), api);
  app.register(operatorEventsRoute(deps, gate), api);
  app.register(systemRoute(deps, gate), api);
  app.register(noticeRoutes(deps, gate), api);
  app.register(redeliverRoute(deps, gate), api);
  app.register(webhookTestRoute(deps, gate), api);
  app.register(closureRoutes(deps, gate), api);
  app.register(doctorRoute(deps, gate), api);
  app.register(privacyRoutes(deps, gate, proof), api);
}
