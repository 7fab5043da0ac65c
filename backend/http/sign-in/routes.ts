import type { FastifyPluginCallback } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { createSignInCookie } from './cookie.ts';
import { beginSignInRoute, finishSignInRoute } from './providers.ts';
import { logoutRoute, tokenRoute } from './session.ts';
import { beginWhatsappRoute, confirmWhatsappRoute, readWhatsappRoute } from './whatsapp.ts';

/** Everything under `/oauth`. */
export function signInRoutes(deps: HttpDeps): FastifyPluginCallback {
  const cookie = createSignInCookie(deps.settings.publicBaseUrl);
  return (app, _options, done) => {
    app.register(beginSignInRoute(deps, cookie));
    app.register(finishSignInRoute(deps, cookie));
    app.register(tokenRoute(deps));
    app.register(logoutRoute(deps));
    app.register(beginWhatsappRoute(deps));
    app.register(readWhatsappRoute(deps));
    app.register(confirmWhatsappRoute(deps));
    done();
  };
}
