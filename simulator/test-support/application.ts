import http from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';

type Received = {
  method: string;
  /** Path with query. */
  path: string;
  fields: Record<string, string>;
  token: string;
  /** Whether the official SDK accepts the signature. */
  signed: boolean;
};

export type Answer = { status?: number; type?: string; body?: string; hang?: boolean };

export type Application = {
  url: string;
  received: Received[];
  /** The requests to a path, oldest first. */
  at(path: string): Received[];
  /** Sets the answer of a path. A function is called for each request. */
  answer(path: string, answer: string | Answer | ((received: Received) => string | Answer)): void;
  /** Whether a request waits for an answer that never comes. */
  isHanging(): boolean;
  close(): Promise<void>;
};

async function bodyOf(request: http.IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Starts a web application as built for Twilio: receives webhooks, checks signatures, answers TwiML. */
export async function startApplication({ authToken }: { authToken: string }): Promise<Application> {
  const received: Received[] = [];
  const answers = new Map<string, string | Answer | ((received: Received) => string | Answer)>();
  const hanging = new Set<http.ServerResponse>();
  let base = '';

  const take = async (request: http.IncomingMessage): Promise<Received> => {
    const path = request.url ?? '';
    const method = request.method ?? '';
    const form = method === 'POST' ? Object.fromEntries(new URLSearchParams(await bodyOf(request))) : {};
    const query = new URL(path, base).searchParams;
    const signature = String(request.headers['x-twilio-signature'] ?? '');
    const one = {
      method,
      path,
      fields: method === 'POST' ? form : Object.fromEntries(query),
      token: String(request.headers['i-twilio-idempotency-token'] ?? ''),
      signed: twilio.validateRequest(authToken, signature, base + path, form),
    };
    received.push(one);
    return one;
  };

  const server = http.createServer(async (request, response) => {
    const one = await take(request);
    const set = answers.get(one.path.split('?')[0] ?? '') ?? { status: 204 };
    const given = typeof set === 'function' ? set(one) : set;
    const answer = typeof given === 'string' ? { body: given } : given;
    if (answer.hang) {
      hanging.add(response);
      response.once('close', () => hanging.delete(response));
      return;
    }
    response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'text/xml' });
    response.end(answer.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: base,
    received,
    at: (path) => received.filter((one) => one.path.split('?')[0] === path),
    answer: (path, answer) => void answers.set(path, answer),
    isHanging: () => hanging.size > 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
