import type { FastifyPluginCallback } from 'fastify';
import { type CountryCode, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js';
import type { SimulatorState } from '../state.ts';
import { type Credentials, isAuthorized } from './rest-api.ts';
import { restErrors, sendError } from './rest-error.ts';

/**
 * Serves what Twilio has on hosts of their own: voice.twilio.com says which countries may be called, messaging.twilio.com
 * lists A2P brands. https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource
 */
export function productRoutes(deps: {
  state: () => SimulatorState;
  accountSid: string;
  credentials: readonly Credentials[];
}): FastifyPluginCallback {
  const { state, accountSid, credentials } = deps;

  return (app, _options, done) => {
    app.addHook('onRequest', async (request, reply) =>
      isAuthorized(request.headers.authorization, credentials)
        ? undefined
        : sendError(reply, restErrors.authenticate),
    );

    app.get<{ Params: { country: string } }>('/DialingPermissions/Countries/:country', (request, reply) => {
      const { country } = request.params;
      if (!isSupportedCountry(country)) return sendError(reply, restErrors.notFound(request.url));
      return reply.send({
        iso_code: country,
        low_risk_numbers_enabled: mayCall(state().settings.voicePrefixes, country),
        high_risk_special_numbers_enabled: false,
        high_risk_tollfraud_numbers_enabled: false,
      });
    });

    app.get('/a2p/BrandRegistrations', (_request, reply) => {
      const { a2pBrand: status } = state().settings;
      const brand = { sid: `BN${'0'.repeat(32)}`, account_sid: accountSid, status };
      return reply.send({ meta: { key: 'data' }, data: status === undefined ? [] : [brand] });
    });
    done();
  };
}

function mayCall(prefixes: readonly string[] | undefined, country: CountryCode): boolean {
  const code = `+${getCountryCallingCode(country)}`;
  return (
    prefixes === undefined || prefixes.some((prefix) => prefix.startsWith(code) || code.startsWith(prefix))
  );
}
