import type { FastifyPluginCallback } from 'fastify';
import type { HttpDeps } from '../http-deps.ts';
import { createSignInCookie } from '../sign-in-cookie.ts';
import { beginWhatsappRoute } from './sign-in/begin-whatsapp.ts';
import { comeBackRoute } from './sign-in/come-back.ts';
import { confirmWhatsappRoute } from './sign-in/confirm-whatsapp.ts';
import { leaveRoute } from './sign-in/leave.ts';
import { logoutRoute } from './sign-in/logout.ts';
import { readWhatsappRoute } from './sign-in/read-whatsapp.ts';
import { tokenRoute } from './sign-in/token.ts';

/** Everything under `/oauth`. */
export function signInRoutes(deps: HttpDeps): FastifyPluginCallback {
  const cookie = createSignInCookie(deps.settings.publicBaseUrl);
  return (app, _options, done) => {
    app.register(leaveRoute(deps, cookie));
    app.register(comeBackRoute(deps, cookie));
    app.register(tokenRoute(deps));
    app.register(logoutRoute(deps));
    app.register(beginWhatsappRoute(deps));
    app.register(readWhatsappRoute(deps));
    app.register(confirmWhatsappRoute(deps));
    done();
  };
}
