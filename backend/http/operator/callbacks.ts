import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import {
  type CallbackFilter,
  type CallbackPage,
  callbackDetails,
  callbackPage,
  callbackSearch,
} from '../../../contract/operator/callbacks.ts';
import type { Count, ListFilter, ListPage } from '../../ports/operator/callback-list.ts';
import { callbackParams } from '../callbacks/present.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { presentDetails, presentRow } from './present.ts';

const searchSchema = {
  tags: ['operator'],
  summary: 'List callbacks',
  description: 'The search is a body, because proxies log addresses.',
  body: callbackSearch,
  response: { 200: callbackPage, ...problemResponses(...gateRefusals) },
};

const readSchema = {
  tags: ['operator'],
  summary: 'Read everything about one callback',
  params: callbackParams,
  response: { 200: callbackDetails, ...problemResponses('not-found', ...gateRefusals) },
};

type ListDeps = Uses<'callbackList' | 'numbers' | 'sites' | 'webhookSender', 'siteId' | 'currency'>;

/** `POST /admin/callbacks/search` and `GET /admin/callbacks/:id` */
export function callbackListRoutes(deps: ListDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.post('/admin/callbacks/search', { schema: searchSchema }, async ({ body }): Promise<CallbackPage> => {
      const filter = toListFilter(deps, body);
      const page: ListPage = { ...body, after: readCursor(body.cursor) };
      const [{ items, next }, total] = await Promise.all([
        deps.callbackList.search(filter, page),
        deps.callbackList.count(filter),
      ]);
      return {
        items: items.map((item) => presentRow(deps, item)),
        next: writeCursor(next) ?? null,
        total: presentCount(total),
      };
    });
    app.get('/admin/callbacks/:id', { schema: readSchema }, async (request, reply) => {
      const dossier = await deps.callbackList.open(deps.settings.siteId, request.params.id);
      return dossier === undefined ? sendProblem(reply, 'not-found') : presentDetails(deps, dossier);
    });
    done();
  };
}

/** Reads a filter. A phone is a whole number in any notation, or else its last digits. */
export function toListFilter(
  { numbers, sites, settings }: Uses<'numbers' | 'sites', 'siteId'>,
  { phone, name, needs_you, from, to, status, outcome }: CallbackFilter,
): ListFilter {
  const { site } = sites.get(settings.siteId);
  return {
    siteId: settings.siteId,
    status: nonEmpty(status),
    outcome: nonEmpty(outcome),
    needsYou: needs_you,
    phone: phoneFilter(phone ?? '', (typed) =>
      numbers.parse(typed, { region: site.countries[0], allowed: site.countries }),
    ),
    name: name === '' ? undefined : name,
    from: from === undefined ? undefined : Date.parse(from),
    to: to === undefined ? undefined : Date.parse(to),
  };
}

function nonEmpty<Item>(list: Item[] | undefined): Item[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/** With fewer digits a search would find nearly every callback. */
const minLastDigits = 4;

function phoneFilter(
  typed: string,
  parse: (typed: string) => { ok: boolean; e164?: string },
): ListFilter['phone'] {
  const parsed = parse(typed);
  if (parsed.ok && parsed.e164 !== undefined) return { whole: parsed.e164 };
  const digits = typed.normalize('NFKC').replace(/\D/g, '');
  if (digits === '') return undefined;
  return { lastDigits: digits.padStart(minLastDigits, ' ') };
}

function presentCount({ exact, count }: Count): CallbackPage['total'] {
  return exact ? count : { at_least: count };
}

/** A cursor names the last item, so that new callbacks do not move the next page. */
function writeCursor(next: ListPage['after']): string | undefined {
  if (next === undefined) return undefined;
  return Buffer.from(JSON.stringify([next.value, next.callbackId])).toString('base64url');
}

/** A cursor that was not written here means the first page. */
function readCursor(cursor: string | undefined): ListPage['after'] {
  try {
    const [value, callbackId] = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString()) as unknown[];
    return typeof value === 'string' && typeof callbackId === 'string' ? { value, callbackId } : undefined;
  } catch {
    return undefined;
  }
}
