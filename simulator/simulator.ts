import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { type Control, createControl } from './control/control.ts';
import { controlApi } from './control/control-api.ts';
import { createEventStreams } from './control/event-stream.ts';
import { pageFiles } from './control/page-files.ts';
import { createStoryPlayer } from './control/story.ts';
import { identityRoutes } from './identity/identity-routes.ts';
import { refuseForeignPages } from './own-origin.ts';
import { productRoutes } from './rest/product-routes.ts';
import { type Credentials, restApi } from './rest/rest-api.ts';
import { errorBody, restErrors, sendError } from './rest/rest-error.ts';
import { defaultSettings, type Settings } from './settings.ts';
import { createState } from './state.ts';
import { createActivity } from './time/activity.ts';
import type { Clock } from './time/clock.ts';
import { createTimeline } from './timeline.ts';

export type SimulatorOptions = {
  clock: Clock;
  accountSid: string;
  authToken: string;
  /** The account's own numbers, E.164. */
  numbers: readonly string[];
  /** API keys (key SID and secret) accepted besides the account SID and token. */
  apiKeys?: readonly Credentials[];
  /** Initial settings. A reset restores them. */
  settings?: Partial<Settings>;
  /** Names of phones by number. The page shows these phones even before they are called. */
  names?: ReadonlyMap<string, string>;
  /** Address of the visitor's page, for a link; the origin of the voice URL when absent. */
  pageUrl?: string | undefined;
  /** Addresses by which browsers and the application reach the simulator, when they are host names. */
  publicUrls?: readonly string[];
  /** Speed of the clock. The page shows it. */
  speed?: number;
  /** Redirect URIs that the demo identity provider accepts, and its address for browsers. */
  identity?: { redirectUris: readonly string[]; issuer?: string | undefined };
};

export type Simulator = Control & {
  /** The HTTP server, not listening yet. Closing it stops the whole simulator. */
  app: FastifyInstance;
  accountSid: string;
  authToken: string;
  numbers: readonly string[];
  /** Resolves when no request and no webhook waits for a socket. Until then a virtual clock must not move. */
  idle(): Promise<void>;
};

/** Creates a Twilio-compatible carrier with phones. Starts no timer and opens no socket by itself. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { clock, accountSid, authToken, numbers } = options;
  const timeline = createTimeline({ clock });
  const activity = createActivity();
  const streams = createEventStreams({ timeline });
  const settings = { ...defaultSettings, ...options.settings };
  const names = options.names ?? new Map();
  const account = { accountSid, authToken, numbers };
  const newState = () => createState({ clock, timeline, activity, ...account, names, settings });
  let current = newState();
  const state = () => current;
  const reset = () => {
    story.stop();
    current.dispose();
    timeline.clear();
    current = newState();
    timeline.record('simulator.reset', {});
  };
  const { speed = 1, pageUrl = undefined } = options;
  const fixed = { run: randomUUID(), accountSid, numbers, speed, pageUrl };
  const control = createControl({ state, timeline, reset, fixed });
  const applicationUrl = () => control.snapshot().applicationUrl;
  const story = createStoryPlayer({ control, clock, applicationUrl });
  const credentials = [{ username: accountSid, password: authToken }, ...(options.apiKeys ?? [])];

  const app = fastify({
    forceCloseConnections: true,
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).send(errorBody(restErrors.badRequest)),
  });
  app.addHook('onRequest', refuseForeignPages([options.identity?.issuer, ...(options.publicUrls ?? [])]));
  app.register(restApi({ state, timeline, activity, accountSid, numbers, credentials }), {
    prefix: '/2010-04-01',
  });
  app.register(productRoutes({ state, accountSid, credentials }), { prefix: '/v1' });
  app.setNotFoundHandler((request, reply) => sendError(reply, restErrors.notFound(request.url)));
  app.register(controlApi({ control, story, streams, accountSid, numbers }), { prefix: '/simulator' });
  app.register(pageFiles);
  app.register(identityRoutes(options.identity ?? { redirectUris: [] }));
  app.addHook('preClose', async () => {
    story.stop();
    streams.closeAll();
    current.dispose();
  });

  return { ...control, app, accountSid, authToken, numbers, idle: activity.idle };
}
