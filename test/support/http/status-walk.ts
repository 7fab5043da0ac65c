import type { FastifyInstance, InjectOptions } from 'fastify';
import type { HttpDeps } from '../../../backend/http/deps.ts';
import type { HttpSetup } from './http-setup.ts';
import { adminToken } from './operator-requests.ts';
import { ann } from './visitor-requests.ts';

/** A method and a path of the API description, and the refusals that it names there. */
export type Operation = { name: string; method: 'GET' | 'POST' | 'DELETE'; path: string; refusals: string[] };

export async function describedOperations(app: FastifyInstance): Promise<Operation[]> {
  const { paths } = (await app.inject('/api/v1/openapi.json')).json();
  return Object.entries<Record<string, { responses: object }>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase() as Operation['method'],
      path,
      refusals: Object.keys(responses).filter((status) => Number(status) >= 400),
    })),
  );
}

/** Collects the refusals of each operation. */
export function collectRefusals(app: FastifyInstance, heard: Map<string, Set<string>>): void {
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode }) => {
    const name = `${method} ${(routeOptions.url ?? '').replace(/:(\w+)/g, '{$1}')}`;
    const statuses = heard.get(name) ?? new Set();
    heard.set(name, statuses);
    if (statusCode >= 400) statuses.add(String(statusCode));
  });
}

const secret = 'A'.repeat(43);
/** Bodies that pass the schema, so that the request reaches a port. */
const bodies: Record<string, object> = {
  'POST /api/v1/callbacks': ann,
  'POST /request_callback': ann,
  'POST /api/v1/callbacks/{id}/verify': { code: '123456' },
  'POST /api/v1/admin/session': { token: adminToken, keep: 'bearer' },
  'POST /oauth/token': { code: secret, verifier: secret },
  'POST /oauth/whatsapp': { challenge: secret },
  'POST /oauth/whatsapp/confirm': { id: secret, code: '123456', verifier: secret },
};

const shapes: Record<string, string> = { provider: 'google', code: 'not-found' };

/** Returns a request that each schema accepts, for a callback, job or sign-in that does not exist. */
function acceptableRequest({ name, method, path }: Operation): InjectOptions {
  const idLength = path.startsWith('/oauth') ? 43 : 22;
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => shapes[name] ?? 'A'.repeat(idLength));
  const query = path.startsWith('/oauth/login') ? `?challenge=${secret}` : '';
  const body = bodies[name];
  const asOperator = path.startsWith('/api/v1/admin');
  return {
    method,
    url: address + query,
    headers: { authorization: `Bearer ${asOperator ? adminToken : secret}` },
    ...(body !== undefined && { payload: body }),
  };
}

export function send(setup: HttpSetup, operation: Operation, differing: InjectOptions = {}) {
  const request = acceptableRequest(operation);
  return setup.app.inject({
    ...request,
    ...differing,
    headers: { ...request.headers, ...differing.headers },
  });
}

const failing = [
  'store',
  'spending',
  'signIns',
  'sessions',
  'whatsappSignIns',
  'operatorAccess',
  'secondFactors',
] as const;

/** Ports of a database that cannot be used. The readiness check alone succeeds: it answers a fault itself. */
export function failingPorts(right: HttpDeps, fault: Error): Partial<HttpDeps> {
  const broken = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) =>
        typeof Reflect.get(target, name) === 'function' &&
        !['check', 'subscribe', 'onCommit'].includes(String(name))
          ? () => Promise.reject(fault)
          : Reflect.get(target, name),
    });
  return Object.fromEntries(failing.map((name) => [name, broken(right[name])]));
}
