import type { FastifyPluginCallback } from 'fastify';
import { createSecretCookie } from '../server/cookie.ts';
import {
  type BeginSignInDeps,
  beginSignInRoute,
  type FinishSignInDeps,
  finishSignInRoute,
} from './providers.ts';
import { logoutRoute, type TokenDeps, tokenRoute } from './session.ts';
import {
  type BeginWhatsappDeps,
  beginWhatsappRoute,
  type ConfirmWhatsappDeps,
  confirmWhatsappRoute,
  readWhatsappRoute,
} from './whatsapp.ts';

type SignInDeps = BeginSignInDeps & FinishSignInDeps & TokenDeps & BeginWhatsappDeps & ConfirmWhatsappDeps;

/** All routes under `/oauth`. */
export function signInRoutes(deps: SignInDeps): FastifyPluginCallback {
  // Binds a sign-in to the browser that began it. `Lax`: the provider's redirect comes from another site.
  const cookie = createSecretCookie(deps.settings.publicBaseUrl, { name: 'sign-in', sameSite: 'Lax' });
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
