import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { allowedOrigins } from './allowed-origins.ts';
import { boundClose } from './bounded-close.ts';
import { answerClientError } from './client-error.ts';
import { explainFault } from './explain-fault.ts';
import type { HttpDeps } from './http-deps.ts';
import { collectMethods, refuseOtherMethods } from './method-not-allowed.ts';
import { allowOrigins } from './origin-policy.ts';
import { rememberPeers } from './remember-peers.ts';
import { logRequests } from './request-log.ts';
import { privacyRoutes } from './routes/admin/privacy.ts';
import { cancelRoute } from './routes/callbacks/cancel.ts';
import { createRoute } from './routes/callbacks/create.ts';
import { eventsRoute } from './routes/callbacks/events.ts';
import { readCallbackRoute } from './routes/callbacks/read.ts';
import { sendCodeRoute } from './routes/callbacks/send-code.ts';
import { verifyRoute } from './routes/callbacks/verify.ts';
import { captchaRoute } from './routes/captcha.ts';
import { carrierRoutes } from './routes/carrier.ts';
import { healthRoutes } from './routes/health.ts';
import { oldFormRoute } from './routes/old-form.ts';
import { describeRoutes, openapiRoutes } from './routes/openapi.ts';
import { pageRoutes } from './routes/page.ts';
import { problemRoutes } from './routes/problems.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { siteRoutes } from './routes/site.ts';
import { securityHeaders, setHeaders } from './security-headers.ts';
import { sendProblem } from './send-problem.ts';
import { createSetupCheck, type SetupCheck } from './setup-check.ts';

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
  boundClose(app, deps.clock);
  rememberPeers(app);
  logRequests(app, deps.log);
  app.addHook('onRequest', async (request) => setup.seeRequest(request));
  allowOrigins(app, allowedOrigins(deps));
  const taken = collectMethods(app);
  describeRoutes(app, deps.settings.version);
  app.after(() => {
    addRoutes(app, deps, setup);
    openapiRoutes(app);
  });
  app.after(() => refuseOtherMethods(app, taken));
  return app;
}

function addRoutes(app: FastifyInstance, deps: HttpDeps, setup: SetupCheck): void {
  const visitor = { prefix: '/api/v1' };
  app.register(siteRoutes(deps), visitor);
  app.register(captchaRoute(deps), visitor);
  app.register(createRoute(deps, '/callbacks'), visitor);
  app.register(readCallbackRoute(deps), visitor);
  app.register(sendCodeRoute(deps), visitor);
  app.register(verifyRoute(deps), visitor);
  app.register(cancelRoute(deps), visitor);
  app.register(eventsRoute(deps), visitor);
  app.register(problemRoutes, visitor);
  app.register(privacyRoutes(deps), visitor);
  app.register(oldFormRoute(deps));
  app.register(signInRoutes(deps));
  app.register(healthRoutes(deps, setup));
  app.register(carrierRoutes(deps, setup));
  app.register(pageRoutes(deps));
}
