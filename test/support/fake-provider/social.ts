import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import fastify from 'fastify';
import type { Endpoints } from '../../../backend/adapters/oauth/provider.ts';
import { type Authorizations, createAuthorizations } from './authorization.ts';

type TokenRequest = { form: URLSearchParams; authorization: string | undefined };
type ProfileRequest = { query: URLSearchParams; authorization: string | undefined };
type FakeAnswer = { status: number; body: unknown; headers?: Record<string, string> };

/** Documented peculiarities of one provider. */
export type ProviderQuirks = {
  /** Appended to the redirect address. */
  fragment: string;
  token(request: TokenRequest, authorizations: Authorizations): FakeAnswer;
  profile(request: ProfileRequest): FakeAnswer;
};

export type FakeSocial = Authorizations & {
  endpoints: Endpoints;
  /** Requests to the token and profile endpoints. */
  requests: { path: string; body: string; url: string; authorization: string | undefined }[];
  /** Replaces the next token or profile answer. */
  instead: Partial<Record<'token' | 'profile', FakeAnswer>>;
};

/** Starts a fake provider without OpenID Connect. Its `quirks` follow the provider's documentation. */
export async function startSocial(
  test: TestContext,
  issuer: string,
  quirks: ProviderQuirks,
): Promise<FakeSocial> {
  const authorizations = createAuthorizations();
  const requests: FakeSocial['requests'] = [];
  const instead: FakeSocial['instead'] = {};
  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, body),
  );
  app.addHook('preHandler', async ({ url, body, headers }) => {
    const [path = ''] = url.split('?');
    requests.push({ path, url, body: String(body ?? ''), authorization: headers.authorization });
  });
  app.get('/authorize', (request, reply) =>
    reply.redirect(authorizations.answer(queryOf(request.url), quirks.fragment)),
  );
  app.post('/token', ({ body, headers }, reply) => {
    const form = new URLSearchParams(String(body));
    const answer =
      instead.token ?? quirks.token({ form, authorization: headers.authorization }, authorizations);
    return reply
      .code(answer.status)
      .headers(answer.headers ?? {})
      .send(answer.body);
  });
  app.get('/profile', ({ url, headers }, reply) => {
    const { authorization } = headers;
    const answer = instead.profile ?? quirks.profile({ query: queryOf(url), authorization });
    return reply
      .code(answer.status)
      .headers(answer.headers ?? {})
      .send(answer.body);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  test.after(() => app.close());
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const endpoints = {
    ...{ issuer, authorization: `${base}/authorize`, token: `${base}/token`, profile: `${base}/profile` },
  };
  return { ...authorizations, endpoints, requests, instead };
}

function queryOf(url: string): URLSearchParams {
  return new URL(url, 'http://here').searchParams;
}
