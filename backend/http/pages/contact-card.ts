import type { FastifyPluginCallback, FastifyReply } from 'fastify';
import { renderSVG } from 'uqr';
import { contactCard } from '../../domain/site/contact-card.ts';
import type { Uses } from '../deps.ts';

const cacheSeconds = 3_600;

/**
 * `GET /business.vcf`: the business and its calling number as a contact card. `GET /business.svg`: the same card as a
 * QR code, which a phone's camera reads. Both are made once, because they depend on the settings only.
 */
export function contactCardRoutes({ sites, settings }: Uses<'sites', 'siteId'>): FastifyPluginCallback {
  const card = contactCard(sites.get(settings.siteId).site);
  const picture = renderSVG(card).replace('>', '><title>QR code of the contact card</title>');
  return (app, _options, done) => {
    app.get('/business.vcf', { schema: { hide: true } }, (_request, reply) =>
      cached(reply)
        .header('content-disposition', 'attachment; filename="business.vcf"')
        .type('text/vcard; charset=utf-8')
        .send(card),
    );
    app.get('/business.svg', { schema: { hide: true } }, (_request, reply) =>
      cached(reply).type('image/svg+xml').send(picture),
    );
    done();
  };
}

function cached(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', `public, max-age=${cacheSeconds}`);
}
