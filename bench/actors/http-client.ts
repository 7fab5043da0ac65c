import { Agent, get, request } from 'node:http';
import { text } from 'node:stream/consumers';

type Answer = { status: number; body: string };

export type HttpClient = {
  post(path: string, body: string, headers: Record<string, string>): Promise<Answer>;
  close(): void;
};

/** Creates a client that posts to one server over at most `connections` keep-alive connections. */
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

/** Opens the event stream that a visitor's page follows. Resolves when the stream is open. */
export function followEvents(
  baseUrl: string,
  { request_id, address }: { request_id: string; address: string },
): Promise<{ close(): void }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ close(): void }>();
  const headers = { 'x-forwarded-for': address };
  const request = get(`${baseUrl}/api/v1/callbacks/${request_id}/events`, { agent: false, headers });
  request.on('error', reject);
  request.on('response', (response) => {
    if (response.statusCode !== 200)
      reject(new Error(`The backend refused an event stream: ${response.statusCode}`));
    response.resume();
    resolve({ close: () => request.destroy() });
  });
  return promise;
}
