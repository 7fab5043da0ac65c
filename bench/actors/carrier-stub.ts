import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Arrival } from './carrier.ts';
import { monotonic } from './monotonic.ts';

/**
 * A minimal carrier: accepts text messages and calls like Twilio's API, delivers none, and reports each with its time to
 * the parent process. Argument: the port to listen on.
 */
const port = Number(process.argv[2]);
let created = 0;

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
  const accepted = kind === 'Messages' ? acceptText(form, at) : acceptCall(form, at);
  send(response, 201, accepted);
}

function acceptText(form: URLSearchParams, at: number) {
  report({ kind: 'text', at, to: form.get('To') ?? '', body: form.get('Body') ?? '' });
  return { ...resource('SM', form), body: form.get('Body'), num_segments: '1', error_code: null };
}

function acceptCall(form: URLSearchParams, at: number) {
  const call = resource('CA', form);
  report({
    kind: 'call',
    at,
    reason: form.get('CallReason') ?? '',
    sid: call.sid,
    url: form.get('Url') ?? '',
  });
  return { ...call, direction: 'outbound-api', duration: null, start_time: null };
}

function resource(prefix: string, form: URLSearchParams) {
  created += 1;
  return {
    sid: `${prefix}${created.toString(16).padStart(32, '0')}`,
    status: 'queued',
    to: form.get('To'),
    from: form.get('From'),
    date_created: new Date().toUTCString(),
  };
}

function report(arrival: Arrival): void {
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
