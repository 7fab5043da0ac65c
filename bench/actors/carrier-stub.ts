import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Arrival } from './carrier.ts';
import { monotonic } from './monotonic.ts';

/**
 * The least of a carrier: takes texts and calls as Twilio's API would, makes neither, and tells the process that
 * started it what came and when. Started with the port to listen on.
 */
const port = Number(process.argv[2]);
let made = 0;

const server = createServer((request, response) => {
  const at = monotonic();
  void answer(request, response, at);
});

async function answer(request: IncomingMessage, response: ServerResponse, at: number): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const kind = /\/(Messages|Calls)\.json$/.exec(request.url ?? '')?.[1];
  if (request.url === '/health') return send(response, 200, {});
  if (request.method !== 'POST' || kind === undefined) {
    return send(response, 404, { code: 20404, message: 'Not found', more_info: '', status: 404 });
  }
  const created = kind === 'Messages' ? takeText(form, at) : takeCall(form, at);
  send(response, 201, created);
}

function takeText(form: URLSearchParams, at: number) {
  tell({ kind: 'text', at, to: form.get('To') ?? '', body: form.get('Body') ?? '' });
  return { ...resource('SM', form), body: form.get('Body'), num_segments: '1', error_code: null };
}

function takeCall(form: URLSearchParams, at: number) {
  const created = resource('CA', form);
  tell({
    kind: 'call',
    at,
    reason: form.get('CallReason') ?? '',
    sid: created.sid,
    url: form.get('Url') ?? '',
  });
  return { ...created, direction: 'outbound-api', duration: null, start_time: null };
}

function resource(prefix: string, form: URLSearchParams) {
  made += 1;
  return {
    sid: `${prefix}${made.toString(16).padStart(32, '0')}`,
    status: 'queued',
    to: form.get('To'),
    from: form.get('From'),
    date_created: new Date().toUTCString(),
  };
}

function tell(arrival: Arrival): void {
  process.send?.(arrival);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

server.listen(port, '127.0.0.1');
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  process.disconnect?.();
});
