import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type CallbackRow, callbackFilter } from '../../../contract/operator/callbacks.ts';
import type { ListFilter, ListPage } from '../../ports/operator/callback-list.ts';
import type { Uses } from '../deps.ts';
import { problemResponses } from '../problems/send-problem.ts';
import { isoTime } from '../wire-times.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';
import { toListFilter } from './callbacks.ts';
import { presentRow } from './present.ts';

const schema = {
  tags: ['operator'],
  summary: 'Export callbacks as CSV, at most 10,000',
  description: 'Cells that a spreadsheet would read as a formula begin with an apostrophe.',
  body: callbackFilter,
  response: {
    200: { description: 'A CSV file.', content: { 'text/csv': { schema: z.string() } } },
    ...problemResponses(...gateRefusals),
  },
};

const maxRows = 10_000;
const rowsPerRead = 500;

const columns = [
  'request_id',
  'reference',
  'name',
  'phone',
  'email',
  'subject',
  'page',
  'status',
  'outcome',
  'message',
  'attempts',
  'created_at',
  'verified_at',
  'ended_at',
] as const satisfies (keyof CallbackRow)[];

type ExportDeps = Uses<'callbackList' | 'auditLog' | 'numbers' | 'sites' | 'clock', 'siteId'>;

/** `POST /admin/callbacks/export` */
export function exportRoute(deps: ExportDeps, gate: OperatorGate): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    gate.require(app, 'viewer');
    app.post('/admin/callbacks/export', { schema }, async (request, reply) => {
      const filter = toListFilter(deps, request.body);
      const entry = { eventType: 'callbacks-exported', eventData: {}, actor: gate.operator(request).name };
      await deps.auditLog.add(deps.settings.siteId, entry, deps.clock.now());
      return sendCsv(reply, fileName(filter, deps.clock.now()), csvChunks(deps, filter));
    });
    done();
  };
}

function sendCsv(reply: FastifyReply, name: string, chunks: AsyncIterable<string>): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(chunks));
}

/** Names the filter and the day, such as `callback_requests_failed_2026-11-27.csv`. */
function fileName({ status = [], needsYou }: ListFilter, at: number): string {
  const parts = [...(needsYou === true ? ['needs-you'] : []), ...status];
  return ['callback_requests', ...parts, isoTime(at).slice(0, 10)].join('_').concat('.csv');
}

/** Spreadsheets need the byte order mark to read UTF-8. */
async function* csvChunks(deps: ExportDeps, filter: ListFilter): AsyncGenerator<string> {
  yield `\uFEFF${columns.join(',')}\r\n`;
  const page: ListPage = { sort: 'created_at', order: 'desc', limit: rowsPerRead, after: undefined };
  for (let read = 0; read < maxRows; read += rowsPerRead) {
    const { items, next } = await deps.callbackList.search(filter, page);
    yield items.map((item) => csvLine(presentRow(deps, item))).join('');
    if (next === undefined) return;
    page.after = next;
  }
}

function csvLine(row: CallbackRow): string {
  return `${columns.map((column) => csvCell(row[column] ?? '')).join(',')}\r\n`;
}

/**
 * Quotes a cell as RFC 4180 says. A text that begins like a formula gets an apostrophe:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvCell(value: string | number): string {
  const text = String(value);
  const harmless = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
