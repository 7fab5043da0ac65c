import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { createTwilioClient, type TwilioClient } from '../client/client.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export const accountSid = 'AC5104a70f000000000000000000000001';
export const authToken = 'simulator-auth-token-not-a-secret';

type Asked = { method: string; path: string; query: URLSearchParams; form: URLSearchParams };
export type Answer = (asked: Asked, response: ServerResponse) => void;

export type ScriptedApi = {
  client: TwilioClient;
  clock: ManualClock;
  asked: Asked[];
};

/** A server that answers the client's requests as the test says; it is closed when the test ends. */
export async function scriptedApi(t: TestContext, answer: Answer): Promise<ScriptedApi> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const entry = await readAsked(request);
    asked.push(entry);
    answer(entry, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const clock = createManualClock();
  const { port } = server.address() as AddressInfo;
  const apiBaseUrl = `http://127.0.0.1:${port}`;
  return { client: createTwilioClient({ accountSid, authToken, apiBaseUrl, clock }), clock, asked };
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const form = new URLSearchParams(await text(request));
  return { method: request.method ?? '', path: url.pathname, query: url.searchParams, form };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** An error as the carrier words it: https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
export function apiError(response: ServerResponse, status: number, code: number): void {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  json(response, status, { code, message: 'no', more_info, status });
}
