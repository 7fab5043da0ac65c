import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { createTwilioClient, type TwilioClient } from '../client/client.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export const accountSid = 'AC5104a70f000000000000000000000001';
export const authToken = 'simulator-auth-token-not-a-secret';

type ReceivedRequest = { method: string; path: string; query: URLSearchParams; form: URLSearchParams };
export type Respond = (request: ReceivedRequest, response: ServerResponse) => void;

export type ScriptedApi = {
  client: TwilioClient;
  clock: ManualClock;
  requests: ReceivedRequest[];
};

/** Starts a server that answers the client's requests with `respond`; the end of the test closes it. */
export async function scriptedApi(t: TestContext, respond: Respond): Promise<ScriptedApi> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const received = await readRequest(request);
    requests.push(received);
    respond(received, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = createManualClock();
  const { port } = server.address() as AddressInfo;
  const apiBaseUrl = `http://127.0.0.1:${port}`;
  return { client: createTwilioClient({ accountSid, authToken, apiBaseUrl, clock }), clock, requests };
}

async function readRequest(request: IncomingMessage): Promise<ReceivedRequest> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const form = new URLSearchParams(await text(request));
  return { method: request.method ?? '', path: url.pathname, query: url.searchParams, form };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Responds with an error in Twilio's format: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function apiError(response: ServerResponse, status: number, code: number): void {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  json(response, status, { code, message: 'no', more_info, status });
}
