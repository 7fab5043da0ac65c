import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { encode } from 'uqr';
import { session } from '../../../contract/sign-in.ts';
import {
  type WhatsappStarted,
  whatsappAddress,
  whatsappConfirmation,
  whatsappStart,
  whatsappStarted,
  whatsappState,
} from '../../../contract/whatsapp.ts';
import type { Language } from '../../../languages/languages.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import {
  type BegunWhatsapp,
  beginWhatsapp,
  confirmWhatsapp,
  whatsappKey,
} from '../../usecases/sign-in/whatsapp.ts';
import type { ClientIdentity } from '../client/client-identity.ts';
import { requestLanguage } from '../client/request-language.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { isoTime, secondsUntil } from '../wire-times.ts';
import { presentSession } from './session.ts';

const beginSchema = {
  tags: ['sign-in'],
  summary: 'Begin to sign in by WhatsApp; the answer has the message to send and the number',
  body: whatsappStart,
  response: {
    201: whatsappStarted,
    ...problemResponses('not-found', 'too-many-requests'),
  },
};

export type BeginWhatsappDeps = Uses<
  'whatsappSignIns' | 'sessions' | 'sites' | 'secrets' | 'clock' | 'numbers' | 'log',
  'siteId' | 'whatsappNumber' | 'frontendUrl'
> & { client: ClientIdentity };

/** `POST /oauth/whatsapp` */
export function beginWhatsappRoute(deps: BeginWhatsappDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/whatsapp', { schema: beginSchema }, async (request, reply) => {
      const number = deps.settings.whatsappNumber;
      if (number === undefined) return sendProblem(reply, 'not-found');
      const language = requestLanguage(request, deps.sites.get(deps.settings.siteId).site);
      const page = request.headers.origin ?? deps.settings.frontendUrl;
      const begun = await beginWhatsapp(deps, {
        challenge: request.body.challenge,
        host: new URL(page).host,
        client: deps.client.fingerprint(request),
      });
      if (begun.ok) return reply.code(201).send(presentStarted(deps, number, begun, language));
      return sendProblem(reply, begun.reason, {
        retry_after: secondsUntil(begun.retryAt, deps.clock.now()),
      });
    });
    done();
  };
}

function presentStarted(
  { sites, settings, numbers }: BeginWhatsappDeps,
  number: string,
  { id, code, expiresAt }: Extract<BegunWhatsapp, { ok: true }>,
  language: Language,
): WhatsappStarted {
  const message = messageBodies(language).whatsappMessage(sites.get(settings.siteId).site.businessName, code);
  // https://faq.whatsapp.com/5913398998672934: the number without its plus; spaces are %20, not + as in forms
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

const readSchema = {
  tags: ['sign-in'],
  summary: 'Whether the WhatsApp message has arrived; poll about every two seconds',
  params: whatsappAddress,
  response: { 200: whatsappState, ...problemResponses('not-found') },
};

/** `GET /oauth/whatsapp/:id` */
export function readWhatsappRoute(
  deps: Uses<'whatsappSignIns' | 'secrets' | 'clock'>,
): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get('/oauth/whatsapp/:id', { schema: readSchema, exposeHeadRoute: false }, async (request, reply) => {
      const key = whatsappKey(deps, request.params.id);
      const signIn = await deps.whatsappSignIns.find(key, deps.clock.now());
      if (signIn === undefined) return sendProblem(reply, 'not-found');
      return { state: signIn.sender === undefined ? ('waiting' as const) : ('code-sent-back' as const) };
    });
    done();
  };
}

const confirmSchema = {
  tags: ['sign-in'],
  summary: 'Enter the code from the reply in the chat',
  body: whatsappConfirmation,
  response: {
    200: session,
    ...problemResponses('hand-off-refused', 'wrong-code', 'code-spent'),
  },
};

export type ConfirmWhatsappDeps = Uses<'whatsappSignIns' | 'sessions' | 'secrets' | 'clock' | 'log'>;

/** `POST /oauth/whatsapp/confirm` */
export function confirmWhatsappRoute(deps: ConfirmWhatsappDeps): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.post('/oauth/whatsapp/confirm', { schema: confirmSchema }, async (request, reply) => {
      const { id, code, verifier } = request.body;
      const confirmed = await confirmWhatsapp(deps, { id, digits: code, verifier });
      if (confirmed.ok) return presentSession(confirmed);
      const extras = confirmed.reason === 'wrong-code' ? { guesses_left: confirmed.guessesLeft } : {};
      return sendProblem(reply, confirmed.reason, extras);
    });
    done();
  };
}

/** A QR code as an SVG path of unit squares. The page draws it without inserting markup from the server. */
type QrPath = { size: number; path: string };

/** `size` is the width and height in squares, with the quiet border. */
function qrPath(text: string): QrPath {
  const { size, data } = encode(text, { border: 4 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join('') };
}
