import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { site } from '../../../contract/site.ts';
import type { HttpDeps } from '../http-deps.ts';
import { presentSite } from '../present-site.ts';

export function siteRoutes(deps: HttpDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get(
      '/site',
      {
        schema: {
          tags: ['visitor'],
          summary: 'What a page must know before its visitor asks for a call',
          response: { 200: site },
        },
      },
      () => presentSite(deps),
    );
    done();
  };
}
