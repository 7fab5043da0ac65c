import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { type Control, createControl } from './control/control.ts';
import { controlApi } from './control/control-api.ts';
import { createEventStreams } from './control/event-stream.ts';
import { pageFiles } from './control/page-files.ts';
import { identityRoutes } from './identity/identity-routes.ts';
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
  /** API keys that open the account besides its SID and token: key SID and secret. */
  apiKeys?: readonly Credentials[];
  /** Where the settings start, and where a reset brings them back to. */
  settings?: Partial<Settings>;
  /** Names of phones, by number; the page shows them even before they are called. */
  names?: ReadonlyMap<string, string>;
  /** Where one asks for a call, for the page's link; the origin of the voice URL unless given. */
  pageUrl?: string | undefined;
  /** What the clock was given, for the page to tell. */
  speed?: number;
  /** Where the demo identity provider sends people back to, and how browsers reach it. */
  identity?: { redirectUris: readonly string[]; issuer?: string | undefined };
};

export type Simulator = Control & {
  /** The HTTP side; not listening yet. Closing it stops everything. */
  app: FastifyInstance;
  accountSid: string;
  authToken: string;
  numbers: readonly string[];
  /** Resolves when no request and no webhook waits for a socket; before that a virtual clock should not move. */
  idle(): Promise<void>;
};

/** A Twilio-compatible carrier with phones that answer it. Starts no timer and opens no socket by itself. */
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
    current.dispose();
    timeline.clear();
    current = newState();
    timeline.record('simulator.reset', {});
  };
  const { speed = 1, pageUrl = undefined } = options;
  const fixed = { run: randomUUID(), accountSid, numbers, speed, pageUrl };
  const control = createControl({ state, timeline, reset, fixed });
  const credentials = [{ username: accountSid, password: authToken }, ...(options.apiKeys ?? [])];

  const app = fastify({
    forceCloseConnections: true,
    frameworkErrors: (_error, _request, reply: FastifyReply) =>
      void reply.code(400).send(errorBody(restErrors.badRequest)),
  });
  app.register(restApi({ state, timeline, activity, accountSid, numbers, credentials }), {
    prefix: '/2010-04-01',
  });
  app.setNotFoundHandler((request, reply) => sendError(reply, restErrors.notFound(request.url)));
  app.register(controlApi({ control, streams, accountSid, numbers }), { prefix: '/simulator' });
  app.register(pageFiles);
  app.register(identityRoutes(options.identity ?? { redirectUris: [] }));
  app.addHook('preClose', async () => {
    streams.closeAll();
    current.dispose();
  });

  return { ...control, app, accountSid, authToken, numbers, idle: activity.idle };
}
