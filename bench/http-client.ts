import { Agent, request } from 'node:http';
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
