import { existsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config/read-config.ts';
import { liveWarnings } from '../../doctor/live-warnings.ts';
import { findServer, localAddress, type ServerState } from '../../doctor/server-state.ts';
import type { Command, Context } from '../operate/command.ts';
import { findService, settingsOf } from '../operate/installation.ts';

export const healthCommand: Command = {
  name: 'health',
  number: 11,
  title: 'Health Check',
  summary: 'asks the server whether it can serve visitors',
  usage: `./run.sh health [--json]
Asks /health and /health/ready. Exit code: 0 ready, 1 ready with warnings, 2 not ready or not running.`,
  async run(args, context) {
    const read = readConfig(settingsOf(context));
    const found = await findServer(read.ok ? read.config : undefined);
    const code =
      found.kind !== 'ours' || found.notReady !== undefined ? 2 : found.warnings.length > 0 ? 1 : 0;
    if (args.includes('--json')) context.print(JSON.stringify(healthJson(found)));
    else printHealth(context, found);
    return code;
  },
};

function healthJson(found: ServerState) {
  if (found.kind !== 'ours') return { status: found.kind === 'silent' ? 'not-running' : 'other-program' };
  const status = found.notReady === undefined ? 'ready' : 'not-ready';
  return { status, version: found.health.version, carrier: found.health.carrier, warnings: found.warnings };
}

function printHealth({ terminal }: Context, found: ServerState): void {
  if (found.kind === 'silent') terminal.bad('The service is not running.', './run.sh start');
  if (found.kind === 'other') terminal.bad('Another program answers on the port.', './run.sh doctor');
  if (found.kind !== 'ours') return;
  if (found.notReady === undefined) terminal.good('The service is ready for visitors.');
  else terminal.bad(`The service is not ready: ${found.notReady}`, './run.sh doctor');
  for (const warning of found.warnings) terminal.warn(liveWarnings[warning].title, liveWarnings[warning].fix);
}

export const statusCommand: Command = {
  name: 'status',
  number: 12,
  title: 'Show Status',
  summary: 'what runs where, since when, with which settings',
  usage: `./run.sh status [--json]
Prints the state of service, settings and data. Exit code: 0 running, 1 not running.`,
  async run(args, context) {
    const state = await statusOf(context);
    if (args.includes('--json')) context.print(JSON.stringify(state));
    else
      for (const [name, value] of Object.entries(describeStatus(state)))
        context.print(`${name.padEnd(10)} ${value}`);
    return state.running ? 0 : 1;
  },
};

export type Status = Awaited<ReturnType<typeof statusOf>>;

/** Returns what an operator asks first; nothing secret or personal. */
export async function statusOf(context: Context) {
  const service = await findService(context);
  const read = readConfig(settingsOf(context));
  const config = read.ok ? read.config : undefined;
  const [{ running, startedAt, pid }, server] = await Promise.all([service.state(), findServer(config)]);
  const system = server.kind === 'ours' ? server.system : undefined;
  const since = startedAt ?? (Date.parse(system?.started_at ?? '') || undefined);
  return {
    running: running || server.kind === 'ours',
    service: service.kind,
    pid: pid ?? null,
    since: since === undefined ? null : new Date(since).toISOString(),
    ready: server.kind === 'ours' && server.notReady === undefined,
    warnings: server.kind === 'ours' ? server.warnings : [],
    version: server.kind === 'ours' ? server.health.version : null,
    address: config === undefined ? null : localAddress(config),
    public_address: config?.publicBaseUrl ?? null,
    carrier: config?.provider ?? null,
    settings: read.ok ? 'valid' : `${read.problems.length} wrong`,
    env_file: existsSync(join(context.folder, '.env')),
    callbacks: system?.sizes.callbacks ?? null,
    database_bytes: system?.sizes.database_bytes ?? null,
    memory_bytes: system?.sizes.memory_bytes ?? null,
  };
}

/** Returns the lines of a status for a person. */
export function describeStatus(state: Status): Record<string, string> {
  const running = state.running
    ? `running (${state.service})${state.ready ? ', ready' : ', not ready'}`
    : 'not running';
  const since = state.since === null ? '' : `, since ${state.since.slice(0, 16).replace('T', ' ')} UTC`;
  const memory =
    state.memory_bytes === null
      ? ''
      : `${megabytes(state.memory_bytes)} of ${megabytes(totalmem())} memory, `;
  const data =
    state.callbacks === null
      ? 'set ADMIN_API_TOKEN to see figures here'
      : `${memory}${state.callbacks} requests, database ${megabytes(state.database_bytes ?? 0)}`;
  return {
    Service: `${running}${since}`,
    Version: state.version ?? 'none runs',
    Address: `${state.address ?? 'unknown'}${state.public_address === state.address ? '' : `, public ${state.public_address}`}`,
    Carrier: state.carrier === 'simulator' ? 'simulated: no real calls' : (state.carrier ?? 'unknown'),
    Settings: `${state.env_file ? '.env' : 'no .env, defaults'}, ${state.settings}`,
    Warnings: state.warnings.map((name) => liveWarnings[name].title).join('; ') || 'none',
    Data: data,
  };
}

function megabytes(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}
