import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import packageJson from '../../package.json' with { type: 'json' };
import { createRunProgram } from '../adapters/service/run-program.ts';
import type { ManagedService, RunProgram } from '../adapters/service/service.ts';
import { createClock } from '../adapters/system/clock.ts';
import { type CarrierFacts, createCarrierFacts } from '../adapters/twilio/client/carrier-facts.ts';
import type { AccountCheck } from '../adapters/twilio/client/check-account.ts';
import type { Config } from '../config/config.ts';
import { decodeEnvFile } from '../config/env-file/edit-env-file.ts';
import { type ConfigResult, readConfig } from '../config/read-config.ts';
import type { Environment } from '../config/read-values.ts';
import { variables } from '../config/variables.ts';
import { findServer, type ServerState } from './server-state.ts';

/** What the checks know about one installation. Each fact is found out once, and only when a check needs it. */
export type System = {
  /** The folder with `.env`; commands run there. */
  folder: string;
  version: string;
  now(): number;
  envPath: string;
  /** Content of the env file; `undefined` without one. */
  envFile: Buffer | undefined;
  read: ConfigResult;
  /** All variables: those of the process, and those of the env file that it leaves out. */
  environment: Environment;
  /** Settings of the env file that the process's environment overrides with another value. */
  hidden: string[];
  /** `undefined` when a setting is wrong. */
  config: Config | undefined;
  databasePath: string;
  carrier: CarrierFacts | undefined;
  account(): Promise<AccountCheck>;
  server(): Promise<ServerState>;
  service: ManagedService;
  probes: Probes;
};

/** What only the machine knows; tests replace it. */
type Probes = {
  disk(path: string): Promise<{ freeBytes: number; totalBytes: number }>;
  /** Runs a program; `undefined` when it is not installed. */
  run: RunProgram;
};

export type SystemOptions = {
  folder: string;
  /** The environment of the process; the env file fills in what it leaves out. */
  environment: Environment;
  service: ManagedService;
  /** Settings that are already read; they count instead of those of `folder`. */
  config?: Config;
  probes?: Partial<Probes>;
  now?: () => number;
};

const probeTimeoutMs = 4_000;

export function createSystem(options: SystemOptions): System {
  const { folder, environment, now = Date.now } = options;
  const envPath = join(folder, '.env');
  const envFile = existsSync(envPath) ? readFileSync(envPath) : undefined;
  const inFile = parseEnvFile(envFile);
  const all = { ...inFile, ...environment };
  const read: ConfigResult =
    options.config === undefined ? readConfig(all) : { ok: true, config: options.config, warnings: [] };
  const config = read.ok ? read.config : undefined;
  const clock = { ...createClock(), now };
  const carrier = config === undefined ? undefined : createCarrierFacts({ ...config.carrier, clock });
  return {
    folder,
    version: packageJson.version,
    now,
    envPath,
    envFile,
    read,
    environment: all,
    hidden: findHidden(inFile, environment),
    config,
    databasePath: resolve(folder, config?.databasePath ?? 'data/callbacks.db'),
    carrier,
    account: once(async () => (await carrier?.account(config?.site.callerNumber ?? '')) ?? noCarrier),
    server: once(() => findServer(config)),
    service: options.service,
    probes: { disk: diskOf, run: createRunProgram(probeTimeoutMs), ...options.probes },
  };
}

/** Reads an env file as Node does at the start, and as its author meant it when it is UTF-16. */
export function parseEnvFile(content: Buffer | undefined): Environment {
  if (content === undefined) return {};
  return parseEnv(decodeEnvFile(content));
}

const noCarrier: AccountCheck = { ok: false, reason: 'unreachable', cause: 'the settings are not valid' };

function findHidden(inFile: Environment, environment: Environment): string[] {
  return Object.keys(inFile).filter(
    (name) => name in variables && environment[name] !== undefined && environment[name] !== inFile[name],
  );
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}

async function diskOf(path: string) {
  const existing = nearestExisting(path);
  const { bavail, blocks, bsize } = await statfs(existing);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
