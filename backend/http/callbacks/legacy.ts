import formBody from '@fastify/formbody';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { HttpDeps } from '../deps.ts';
import { createCallbackRoute } from './create.ts';

/** `POST /request_callback`: the first version's address, which also takes its field names and plain form posts. */
export function legacyFormRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.register(formBody);
    app.addHook('preValidation', async (request) => {
      request.body = renameLegacyFields(request.body);
    });
    app.register(createCallbackRoute(deps, '/request_callback'));
    done();
  };
}

/** The names that the first version of the platform used in its form. */
const names: Record<string, string> = {
  visitor_name: 'name',
  visitor_email: 'email',
  visitor_phone: 'phone',
};

/** The same body under today's names; where both are given, today's counts. */
export function renameLegacyFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const entries = Object.entries(body);
  const renamed = entries.map(([field, value]) => [names[field] ?? field, value]);
  return { ...Object.fromEntries(renamed), ...body };
}
