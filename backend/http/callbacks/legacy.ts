import formBody from '@fastify/formbody';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type CreateCallbackDeps, createCallbackRoute } from './create.ts';

/**
 * `POST /request_callback`: the address of the platform's first version. It also accepts that version's field names
 * and plain form posts.
 */
export function legacyFormRoute(deps: CreateCallbackDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.register(formBody);
    app.addHook('preValidation', async (request) => {
      request.body = renameLegacyFields(request.body);
    });
    app.register(createCallbackRoute(deps, '/request_callback'));
    done();
  };
}

const currentNames: Record<string, string> = {
  visitor_name: 'name',
  visitor_email: 'email',
  visitor_phone: 'phone',
};

/** Renames the fields of the first version. If a body has both names, the current name wins. */
export function renameLegacyFields(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const entries = Object.entries(body);
  const renamed = entries.map(([field, value]) => [currentNames[field] ?? field, value]);
  return { ...Object.fromEntries(renamed), ...body };
}
