import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { type StoreFault, storeFault } from '../store-fault.ts';

type Host = { host: string; port: number };

/** Where a database is, and the host of it that is used now. */
export type PostgresAddress = {
  /** Settings of a new connection to the host in use. */
  connection(): ClientConfig;
  /** Name of the database and its host, without user and password. */
  name(): string;
  /** Only a host that accepts writes is used. */
  needsWriter: boolean;
  hosts: number;
  /** Makes new connections go to the next host. */
  tryNextHost(): void;
};

const form =
  /^postgres(?:ql)?:\/\/(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/?]*)\/(?<database>[^?]+)(?:\?(?<options>.*))?$/;

/**
 * Reads an address such as `postgres://user:password@host1,host2:5433/name?target_session_attrs=read-write`, as libpq
 * does: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
 * A connection to another machine is encrypted and its certificate verified, unless `sslmode=disable`.
 */
export function readAddress(url: string): PostgresAddress {
  const parts = form.exec(url)?.groups;
  if (parts === undefined) throw unreadable('It has another form.');
  const options = new URLSearchParams(parts.options ?? '');
  const hosts = (parts.hosts ?? '').split(',').map((host) => readHost(host, options));
  const ssl = readSsl(options, hosts);
  const target = options.get('target_session_attrs') ?? (hosts.length > 1 ? 'read-write' : 'any');
  if (!['any', 'read-write', 'primary'].includes(target))
    throw unreadable(`target_session_attrs=${target} has no writer.`);
  let current = 0;
  const base = {
    user: decodeURIComponent(parts.user ?? ''),
    password: decodeURIComponent(parts.password ?? ''),
    database: decodeURIComponent(parts.database ?? ''),
  };
  return {
    connection: () => ({ ...base, ...hosts[current], ssl }),
    name: () => `${base.database} at ${hosts[current]?.host}:${hosts[current]?.port}`,
    needsWriter: target !== 'any',
    hosts: hosts.length,
    tryNextHost() {
      current = (current + 1) % hosts.length;
    },
  };
}

function readHost(text: string, options: URLSearchParams): Host {
  const [, host = '', port] = /^(\[[0-9a-f:]+\]|[^:]*)(?::(\d+))?$/i.exec(text) ?? [];
  const name = host.replace(/^\[|\]$/g, '') || (options.get('host') ?? 'localhost');
  return { host: decodeURIComponent(name), port: Number(port ?? options.get('port') ?? 5432) };
}

function readSsl(options: URLSearchParams, hosts: readonly Host[]): ClientConfig['ssl'] {
  const mode = options.get('sslmode') ?? (hosts.every(isThisMachine) ? 'disable' : 'verify-full');
  if (mode === 'disable') return false;
  if (mode !== 'verify-full' && mode !== 'require')
    throw unreadable(`sslmode=${mode} does not verify the server.`);
  const authority = options.get('sslrootcert');
  return authority === null || authority === 'system' ? {} : { ca: readFileSync(authority, 'utf8') };
}

function isThisMachine({ host }: Host): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '::1' || host.startsWith('/');
}

function unreadable(problem: string): StoreFault {
  return storeFault('store-unavailable', {
    message: `DATABASE_URL cannot be read. ${problem}`,
    advice:
      'Write postgres://user:password@host/name; add ?sslmode=verify-full, or ?sslmode=disable on a private network.',
    cause: undefined,
  });
}
