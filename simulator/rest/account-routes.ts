import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { formattedNumber } from '../phone/phone-number.ts';
import type { SimulatorState } from '../state.ts';
import { rfc2822Date } from '../twilio-format.ts';
import { field, formOf, queryOf } from './form.ts';
import { pageQuery, paginate } from './lists.ts';
import { restErrors, sendError } from './rest-error.ts';

const epoch = rfc2822Date(0);

function numberSid(number: string) {
  return `PN${createHash('md5').update(number).digest('hex')}`;
}

function numberView(number: string, accountSid: string, { settings }: SimulatorState) {
  return {
    sid: numberSid(number),
    account_sid: accountSid,
    phone_number: number,
    friendly_name: formattedNumber(number),
    capabilities: { ...settings.numberCapabilities, mms: false, fax: false },
    voice_url: settings.voiceUrl ?? '',
    voice_method: settings.voiceMethod,
    sms_url: settings.smsUrl ?? '',
    sms_method: settings.smsMethod,
    date_created: epoch,
    date_updated: epoch,
    api_version: '2010-04-01',
    beta: false,
    origin: 'twilio',
    status: 'in-use',
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${numberSid(number)}.json`,
  };
}

/** Routes of the account and the list of its numbers. */
export function accountRoutes(
  app: FastifyInstance,
  {
    state,
    accountSid,
    numbers,
  }: { state: () => SimulatorState; accountSid: string; numbers: readonly string[] },
): void {
  const path = `/2010-04-01/Accounts/${accountSid}`;

  app.get('/Accounts/:accountSid.json', (_request, reply) =>
    reply.send({
      sid: accountSid,
      owner_account_sid: accountSid,
      friendly_name: 'Simulated account',
      status: state().settings.accountStatus,
      type: state().settings.trial ? 'Trial' : 'Full',
      date_created: epoch,
      date_updated: epoch,
      uri: `${path}.json`,
      subresource_uris: { calls: `${path}/Calls.json`, messages: `${path}/Messages.json` },
    }),
  );

  app.get('/Accounts/:accountSid/IncomingPhoneNumbers.json', (request, reply) => {
    const query = queryOf(request);
    const pageRequest = pageQuery(query);
    if (!pageRequest) return sendError(reply, restErrors.badPageSize);
    const fragment = field(query, 'PhoneNumber');
    const owned = numbers.filter((number) => fragment === undefined || number.includes(fragment));
    const views = owned.map((number) => numberView(number, accountSid, state()));
    const { items, meta } = paginate(views, query, pageRequest, `${path}/IncomingPhoneNumbers.json`);
    return reply.send({ ...meta, incoming_phone_numbers: items });
  });

  app.post<{ Params: { sid: string } }>(
    '/Accounts/:accountSid/IncomingPhoneNumbers/:sid.json',
    (request, reply) => {
      const number = numbers.find((owned) => numberSid(owned) === request.params.sid);
      if (number === undefined) return sendError(reply, restErrors.notFound(request.url));
      const form = formOf(request);
      const { settings } = state();
      settings.voiceUrl = form.get('VoiceUrl') ?? settings.voiceUrl;
      settings.smsUrl = form.get('SmsUrl') ?? settings.smsUrl;
      return reply.send(numberView(number, accountSid, state()));
    },
  );

  app.get('/Accounts/:accountSid/OutgoingCallerIds.json', (request, reply) => {
    const pageRequest = pageQuery(queryOf(request));
    if (!pageRequest) return sendError(reply, restErrors.badPageSize);
    const views = state().settings.verifiedNumbers.map((number) => ({
      sid: numberSid(number),
      account_sid: accountSid,
      phone_number: number,
      friendly_name: formattedNumber(number),
    }));
    const own = `${path}/OutgoingCallerIds.json`;
    const { items, meta } = paginate(views, queryOf(request), pageRequest, own);
    return reply.send({ ...meta, outgoing_caller_ids: items });
  });
}
