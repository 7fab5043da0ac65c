import { Agent, get, request } from 'node:http';
import { text } from 'node:stream/consumers';

type Answer = { status: number; body: string };

export type HttpClient = {
  post(path: string, body: string, headers: Record<string, string>): Promise<Answer>;
  close(): void;
};

/** Posts to one server over connections that stay open: `connections` at once, and no more. */
export function createHttpClient(baseUrl: string, connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(baseUrl);
  return {
    post(path, body, headers) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      const length = { 'content-length': Buffer.byteLength(body) };
      const sent = request({
        agent,
        hostname,
        port,
        path,
        method: 'POST',
        headers: { ...headers, ...length },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
      });
      sent.end(body);
      return promise;
    },
    close: () => agent.destroy(),
  };
}

/** The event stream that a visitor's page holds open while it waits. Resolves when it is open. */
export function followEvents(
  baseUrl: string,
  { request_id, address }: { request_id: string; address: string },
): Promise<{ close(): void }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ close(): void }>();
  const headers = { 'x-forwarded-for': address };
  const request = get(`${baseUrl}/api/v1/callbacks/${request_id}/events`, { agent: false, headers });
  request.on('error', reject);
  request.on('response', (response) => {
    if (response.statusCode !== 200) reject(new Error(`A stream was refused: ${response.statusCode}`));
    response.resume();
    resolve({ close: () => request.destroy() });
  });
  return promise;
}
