import formBody from '@fastify/formbody';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { HttpDeps } from '../http-deps.ts';
import { withCurrentNames } from '../old-field-names.ts';
import { createRoute } from './callbacks/create.ts';

/** `POST /request_callback`: the first version's address, which also takes its field names and plain form posts. */
export function oldFormRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.register(formBody);
    app.addHook('preValidation', async (request) => {
      request.body = withCurrentNames(request.body);
    });
    app.register(createRoute(deps, '/request_callback'));
    done();
  };
}
