import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ActionResult, Control } from './control.ts';
import type { EventStreams } from './event-stream.ts';
import {
  actionSchema,
  faultSchema,
  inboundCallSchema,
  inboundMessageSchema,
  phoneSchema,
  settingsSchema,
} from './schemas.ts';
import type { StoryPlayer } from './story.ts';

type ControlDeps = {
  control: Control;
  story: StoryPlayer;
  streams: EventStreams;
  accountSid: string;
  numbers: readonly string[];
};

const actionProblems: Readonly<Record<Exclude<ActionResult, { ok: true }>['reason'], string>> = {
  'no-live-call': 'this number has no live call',
  'not-ringing': 'the call at this number is not ringing',
  'not-answered': 'the call at this number is not answered',
};

const storyProblems: Readonly<Record<NonNullable<ReturnType<StoryPlayer['play']>>, string>> = {
  'is-playing': 'The story is being played already.',
  'no-application': 'No application is connected: set its voice webhook under Controls first.',
};

function parties({ query }: FastifyRequest) {
  const { to, from } = query as { to?: string; from?: string };
  // An unencoded + arrives as a blank.
  return { to: to?.replace(/^ /, '+'), from: from?.replace(/^ /, '+') };
}

/** JSON routes under /simulator/ that control the simulator and report its state. */
export function controlApi({
  control,
  story,
  streams,
  accountSid,
  numbers,
}: ControlDeps): FastifyPluginCallback {
  return (app, _options, done) => {
    app.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) =>
      problem(reply, { status: error.statusCode ?? 500, code: 'bad-request', detail: error.message }),
    );

    app.setNotFoundHandler((request, reply) =>
      problem(reply, { status: 404, code: 'not-found', detail: `no such resource: ${request.url}` }),
    );

    app.get('/health', async () => ({ status: 'healthy', accountSid, numbers }));

    app.get('/snapshot', async () => ({ ...control.snapshot(), story: story.current() }));
    app.post('/story', async (_request, reply) => {
      const refused = story.play();
      if (refused === undefined) return reply.code(202).send(story.current());
      return problem(reply, { status: 409, code: refused, detail: storyProblems[refused] });
    });

    app.get('/phones', async () => ({ phones: control.phones() }));
    app.put('/phones', async (request, reply) => {
      const phone = parseBody(phoneSchema, request.body, reply);
      return phone ? control.setPhone(phone) : reply;
    });
    app.post('/phones/actions', async (request, reply) => {
      const action = parseBody(actionSchema, request.body, reply);
      if (!action) return reply;
      const result = control.act(action);
      if (result.ok) return result;
      return problem(reply, { status: 409, code: result.reason, detail: actionProblems[result.reason] });
    });

    app.get('/settings', async () => control.settings());
    app.put('/settings', async (request, reply) => {
      const changes = parseBody(settingsSchema, request.body, reply);
      return changes ? control.updateSettings(changes) : reply;
    });

    app.get('/faults', async () => ({ faults: control.faults() }));
    app.post('/faults', async (request, reply) => {
      const plan = parseBody(faultSchema, request.body, reply);
      return plan ? reply.code(201).send(control.addFault(plan)) : reply;
    });
    app.delete('/faults', async (_request, reply) => {
      control.clearFaults();
      return reply.code(204).send();
    });

    app.get('/calls', async (request) => {
      const calls = control.calls(parties(request));
      return { count: calls.length, calls };
    });
    app.post('/calls', async (request, reply) => {
      const body = parseBody(inboundCallSchema, request.body, reply);
      return body ? reply.code(201).send(control.callFrom(body)) : reply;
    });

    app.get('/messages', async (request) => {
      const messages = control.messages(parties(request));
      return { count: messages.length, messages };
    });
    app.post('/messages', async (request, reply) => {
      const body = parseBody(inboundMessageSchema, request.body, reply);
      return body ? reply.code(201).send(control.messageFrom(body)) : reply;
    });

    app.get('/timeline', async (request) => {
      const { after } = request.query as { after?: string };
      return { entries: control.timeline(Number(after ?? 0) || 0) };
    });
    app.get('/events', (request, reply) => streams.open(request, reply));
    app.post('/reset', async (_request, reply) => {
      control.reset();
      return reply.code(204).send();
    });
    done();
  };
}

/** Answers with an RFC 9457 problem. `code` is stable; `detail` is for people. */
function problem(
  reply: FastifyReply,
  { status, code, detail, ...more }: { status: number; code: string; detail: string; issues?: string[] },
) {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: code, status, code, detail, ...more });
}

/** Parses the body by its schema. When it does not match, answers with a problem and returns undefined. */
function parseBody<T>(schema: z.ZodType<T>, body: unknown, reply: FastifyReply): T | undefined {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  void problem(reply, { status: 400, code: 'invalid-body', detail: issues.join('; '), issues });
  return undefined;
}
