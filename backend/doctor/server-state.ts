import type { Health, Readiness, SetupWarning } from '../../contract/health.ts';
import type { SystemState } from '../../contract/operator/system.ts';
import { fetchLimited } from '../adapters/web/limited-answer.ts';
import type { Config } from '../config/config.ts';
import { operatorHeaders } from './operator-headers.ts';

/** What answers on the server's port. */
export type ServerState =
  | { kind: 'silent' }
  /** Another program, or a server that answers no HTTP. */
  | { kind: 'other'; status: number }
  | {
      kind: 'ours';
      health: Health;
      warnings: SetupWarning[];
      /** Why it serves no visitors; `undefined` when it does. */
      notReady: string | undefined;
      /** What the operator's API tells; `undefined` without a token. */
      system: SystemState | undefined;
    };

const timeoutMs = 3_000;

/** Returns the address at which this machine reaches the server. */
export function localAddress({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

export async function findServer(config: Config | undefined): Promise<ServerState> {
  const base = localAddress(config ?? { host: '127.0.0.1', port: 8501 });
  const answer = await get(`${base}/health`);
  if (answer === undefined) return { kind: 'silent' };
  if (!isHealth(answer.body)) return { kind: 'other', status: answer.status };
  const [ready, system] = await Promise.all([get(`${base}/health/ready`), askOperatorApi(base, config)]);
  const body = (ready?.body ?? {}) as Partial<Readiness> & { detail?: string };
  return {
    kind: 'ours',
    health: answer.body,
    warnings: body.warnings ?? [],
    notReady: ready?.status === 200 ? undefined : (body.detail ?? `HTTP ${ready?.status ?? 'no answer'}`),
    system,
  };
}

async function askOperatorApi(base: string, config: Config | undefined): Promise<SystemState | undefined> {
  if (config?.adminToken === undefined) return undefined;
  const answer = await get(`${base}/api/v1/admin/system`, operatorHeaders(config));
  return answer?.status === 200 ? (answer.body as SystemState) : undefined;
}

function isHealth(body: unknown): body is Health {
  return typeof body === 'object' && body !== null && 'status' in body && body.status === 'healthy';
}

async function get(url: string, headers: Record<string, string> = {}) {
  try {
    const answer = await fetchLimited(url, { headers, signal: AbortSignal.timeout(timeoutMs) });
    return { status: answer.status, body: (await answer.json().catch(() => undefined)) as unknown };
  } catch (error) {
    // A program that closes the connection without an HTTP answer is there all the same.
    const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
    return code === 'ECONNREFUSED' || code === 'ENOTFOUND' ? undefined : { status: 0, body: undefined };
  }
}
