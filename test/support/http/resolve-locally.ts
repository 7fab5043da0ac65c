import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

/** Names below `.test` are this machine, as a line in /etc/hosts would say: https://www.rfc-editor.org/rfc/rfc6761 */
const lookUp = dns.lookup;

function lookUpLocally(name: string, ...rest: unknown[]): void {
  const host = name.endsWith('.test') ? '127.0.0.1' : name;
  (lookUp as (...args: unknown[]) => void)(host, ...rest);
}

dns.lookup = Object.assign(lookUpLocally, lookUp) as typeof dns.lookup;
syncBuiltinESMExports();
