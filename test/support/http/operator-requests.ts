import type { InjectOptions } from 'fastify';
import type { HttpSetup } from './http-setup.ts';

export const adminToken = 'k3Jv0cR9xQ2mZ7tB5nW8yL1dF6hP4sGa';

/** Settings of a server whose operator's side is on. */
export const withOperator = { settings: { adminToken } } as const;

type Sent = { method?: 'GET' | 'POST' | 'DELETE'; body?: InjectOptions['payload']; token?: string };

/** Sends a request to the operator's API as a script does, with a token. */
export function operate(setup: HttpSetup, path: string, sent: Sent & Pick<InjectOptions, 'headers'> = {}) {
  const { method = sent.body === undefined ? 'GET' : 'POST', body, token = adminToken, headers = {} } = sent;
  return setup.app.inject({
    method,
    url: `/api/v1/admin${path}`,
    headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });
}

/** Creates a token with a scope and returns its secret. */
export async function newToken(setup: HttpSetup, scope: string, name = `the ${scope}`): Promise<string> {
  const answer = await operate(setup, '/tokens', { body: { name, scope } });
  return String(answer.json().token);
}
