import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { CallbackPage } from '../../../contract/operator/callbacks.ts';
import type { SystemState } from '../../../contract/operator/system.ts';
import type { Config } from '../../config/config.ts';
import { readConfig } from '../../config/read-config.ts';
import { operatorHeaders } from '../../doctor/operator-headers.ts';
import { findServer, localAddress, type ServerState } from '../../doctor/server-state.ts';
import type { Context } from '../operate/command.ts';
import { findService, settingsOf } from '../operate/installation.ts';

/** What the monitor shows, at one moment. */
export type Sample = {
  at: number;
  service: 'docker' | 'systemd' | 'process';
  server: ServerState['kind'];
  notReady: string | undefined;
  warnings: number;
  version: string | undefined;
  carrier: string | undefined;
  startedAt: number | undefined;
  /** Share of one core since the last sample, from 0; `undefined` where it cannot be measured. */
  cpu: number | undefined;
  memoryBytes: number | undefined;
  totalMemoryBytes: number;
  /** Of the latest lines of the log. */
  requests: { total: number; failed: number };
  errors: number;
  system: SystemState | undefined;
  calls: { reference: string; step: string; since: string }[];
  log: string[];
};

const loggedLines = 2_000;
const keptLines = 60;

/** Requests of monitors and dashboards would push everything else out of the screen. */
const ownRequest = /"route":"\/(?:health|api\/v1\/admin)\b/;

/** Returns a function that takes a sample; it remembers the processor time of the last one. */
export function createSampler(context: Context): () => Promise<Sample> {
  let last: { pid: number; at: number; cpuMs: number } | undefined;

  function cpuShare(pid: number | undefined): number | undefined {
    const cpuMs = pid === undefined ? undefined : cpuTimeMs(pid);
    if (pid === undefined || cpuMs === undefined) return undefined;
    const now = { pid, at: performance.now(), cpuMs };
    const before = last?.pid === pid ? last : undefined;
    last = now;
    return before === undefined ? undefined : (now.cpuMs - before.cpuMs) / (now.at - before.at);
  }

  return async () => {
    const service = await findService(context);
    const read = readConfig(settingsOf(context));
    const config = read.ok ? read.config : undefined;
    const [state, server, log] = await Promise.all([
      service.state(),
      findServer(config),
      service.log(loggedLines),
    ]);
    const system = server.kind === 'ours' ? server.system : undefined;
    const lines = log.filter((line) => !ownRequest.test(line));
    return {
      at: Date.now(),
      service: service.kind,
      server: server.kind,
      notReady: server.kind === 'ours' ? server.notReady : undefined,
      warnings: server.kind === 'ours' ? server.warnings.length : 0,
      version: server.kind === 'ours' ? server.health.version : undefined,
      carrier: config?.provider,
      startedAt: state.startedAt ?? (Date.parse(system?.started_at ?? '') || undefined),
      cpu: cpuShare(state.pid),
      memoryBytes: system?.sizes.memory_bytes ?? residentBytes(state.pid),
      totalMemoryBytes: totalmem(),
      ...countLines(lines),
      system,
      calls: system === undefined ? [] : await callsInProgress(config),
      log: lines.slice(-keptLines),
    };
  };
}

const ticksPerSecond = 100;

function cpuTimeMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000;
  } catch {
    return undefined;
  }
}

function residentBytes(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}

function countLines(log: readonly string[]): Pick<Sample, 'requests' | 'errors'> {
  const requests = log.filter((line) => line.includes('"message":"request"'));
  return {
    requests: {
      total: requests.length,
      failed: requests.filter((line) => /"status":5\d\d/.test(line)).length,
    },
    errors: log.filter((line) => line.includes('"level":"error"')).length,
  };
}

const timeoutMs = 1_500;

/** Names and numbers stay out: a monitor hangs on a wall. */
async function callsInProgress(config: Config | undefined): Promise<Sample['calls']> {
  if (config?.adminToken === undefined) return [];
  try {
    const answer = await fetch(`${localAddress(config)}/api/v1/admin/callbacks/search`, {
      method: 'POST',
      headers: { ...operatorHeaders(config), 'content-type': 'application/json' },
      body: JSON.stringify({ status: ['verified', 'calling', 'connected'], limit: 10 }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { items = [] } = (await answer.json()) as Partial<CallbackPage>;
    return items.map(({ reference, step, status, updated_at: since }) => ({
      reference,
      step: step ?? status,
      since,
    }));
  } catch {
    return [];
  }
}
