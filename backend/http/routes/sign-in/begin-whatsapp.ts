import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { type WhatsappStarted, whatsappStart, whatsappStarted } from '../../../../contract/whatsapp.ts';
import { texts } from '../../../domain/words/texts.ts';
import { type BegunWhatsapp, beginWhatsapp } from '../../../usecases/sign-in/begin-whatsapp.ts';
import type { HttpDeps } from '../../http-deps.ts';
import { isoTime } from '../../present-callback.ts';
import { problemAnswers } from '../../problem-answers.ts';
import { qrPath } from '../../qr-path.ts';
import { requestClient } from '../../request-client.ts';
import { secondsUntil, sendProblem } from '../../send-problem.ts';
import { trustedProxies } from '../../trusted-proxies.ts';

const schema = {
  tags: ['sign-in'],
  summary: 'Begin to sign in by a WhatsApp message: what the visitor is to send, and where to',
  body: whatsappStart,
  response: {
    201: whatsappStarted,
    ...problemAnswers('invalid-request', 'not-found', 'too-many-requests', 'origin-not-allowed'),
  },
};

/** `POST /oauth/whatsapp` */
export function beginWhatsappRoute(deps: HttpDeps): FastifyPluginCallbackZod {
  const proxies = trustedProxies(deps.settings.trustedProxies);
  return (app, _options, done) => {
    app.post('/oauth/whatsapp', { schema }, async (request, reply) => {
      const number = deps.settings.whatsappNumber;
      if (number === undefined) return sendProblem(reply, 'not-found');
      const page = request.headers.origin ?? deps.settings.frontendUrl;
      const begun = await beginWhatsapp(deps, {
        challenge: request.body.challenge,
        host: new URL(page).host,
        client: requestClient(request, deps.secrets, proxies),
      });
      if (begun.ok) return reply.code(201).send(present(deps, number, begun));
      return sendProblem(reply, begun.reason, {
        retry_after: secondsUntil(begun.retryAt, deps.clock.now()),
      });
    });
    done();
  };
}

function present(
  { sites, settings, numbers }: HttpDeps,
  number: string,
  { id, code, expiresAt }: Extract<BegunWhatsapp, { ok: true }>,
): WhatsappStarted {
  const message = texts.whatsappMessage(sites.get(settings.siteId).site.businessName, code);
  // https://faq.whatsapp.com/5913398998672934: the number without its plus, and %20 for spaces, not the plus of forms
  const link = `https://wa.me/${number.slice(1)}?text=${encodeURIComponent(message)}`;
  return {
    id,
    code,
    message,
    number: numbers.format(number),
    link,
    qr: qrPath(link),
    expires_at: isoTime(expiresAt),
  };
}
