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
import type { HttpDeps } from './deps.ts';
import { healthRoutes } from './operator/health.ts';
import { privacyRoutes } from './operator/privacy.ts';
import { apiDocsRoutes, collectApiDescription, problemRoutes } from './pages/api-docs.ts';
import { captchaRoute, siteRoutes } from './pages/site.ts';
import { pageRoutes } from './pages/visitor-page.ts';
import { explainFault } from './problems/explain-fault.ts';
import { sendProblem } from './problems/send-problem.ts';
import { answerClientError, limitCloseTime, readPeersOnConnect } from './server/connections.ts';
import { collectMethods, refuseOtherMethods } from './server/method-not-allowed.ts';
import { allowedOrigins, allowOrigins } from './server/origins.ts';
import { logRequests } from './server/request-log.ts';
import { securityHeaders, setHeaders } from './server/security-headers.ts';
import { createSetupCheck, type SetupCheck } from './server/setup-check.ts';
import { signInRoutes } from './sign-in/routes.ts';

const bodyLimit = 16 * 1024;
/** For a whole request to arrive, milliseconds. */
const requestTimeout = 20_000;
/** How often is looked for requests whose time is over, milliseconds. */
const connectionsCheckingInterval = 5_000;

/** The whole HTTP side, not yet listening. Closing it ends open event streams. */
export function createApp(deps: HttpDeps): FastifyInstance {
  const headers = securityHeaders(deps.settings.publicBaseUrl);

  function answerFault(fault: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const { code, extras } = explainFault(fault);
    const fields = { id: request.id, route: request.routeOptions?.url, code: fault.code };
    if (code === 'internal') deps.log.error('a request failed', fields, fault);
    if (code === 'temporarily-unavailable') deps.log.warn('a request could not be served now', fields, fault);
    return sendProblem(reply, code, extras);
  }

  const setup = createSetupCheck(deps);
  const app = fastify({
    bodyLimit,
    requestTimeout,
    http: { connectionsCheckingInterval },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    genReqId: () => deps.secrets.capability(),
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (fault, request, reply) => {
      setHeaders(reply, { ...headers, 'x-request-id': request.id });
      answerFault(fault, request, reply);
    },
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  // Answers are built field by field; checking each of them again at run time would only cost time.
  app.setSerializerCompiler(() => JSON.stringify);
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (_request, reply) => setHeaders(reply, headers));
  app.setErrorHandler(answerFault);
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not-found'));
  limitCloseTime(app, deps.clock);
  readPeersOnConnect(app);
  logRequests(app, deps.log);
  app.addHook('onRequest', async (request) => setup.seeRequest(request));
  allowOrigins(app, allowedOrigins(deps));
  const taken = collectMethods(app);
  collectApiDescription(app, deps.settings.version);
  app.after(() => {
    addRoutes(app, deps, setup);
    apiDocsRoutes(app);
  });
  app.after(() => refuseOtherMethods(app, taken));
  return app;
}

function addRoutes(app: FastifyInstance, deps: HttpDeps, setup: SetupCheck): void {
  const visitor = { prefix: '/api/v1' };
  app.register(siteRoutes(deps), visitor);
  app.register(captchaRoute(deps), visitor);
  app.register(createCallbackRoute(deps, '/callbacks'), visitor);
  app.register(readCallbackRoute(deps), visitor);
  app.register(sendCodeRoute(deps), visitor);
  app.register(verifyRoute(deps), visitor);
  app.register(cancelRoute(deps), visitor);
  app.register(eventsRoute(deps), visitor);
  app.register(problemRoutes, visitor);
  app.register(privacyRoutes(deps), visitor);
  app.register(legacyFormRoute(deps));
  app.register(signInRoutes(deps));
  app.register(healthRoutes(deps, setup));
  app.register(carrierRoutes(deps, setup));
  app.register(pageRoutes(deps));
}
