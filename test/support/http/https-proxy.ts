import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Resolved by resolve-locally.ts. An address of this machine would be refused as PUBLIC_BASE_URL. */
const publicHost = 'calls.test';

export type HttpsProxy = {
  /** Its public address, an origin of its own. */
  origin: string;
  /** File with the authority that its clients must trust. */
  authorityFile: string;
  close(): void;
};

/** Starts a proxy that ends TLS in front of a server of this machine, as a tunnel does. */
export async function startHttpsProxy(folder: string, port: number): Promise<HttpsProxy> {
  const authorityFile = await createCertificate(folder);
  const read = (name: string) => readFileSync(join(folder, name));
  const server = createServer({ key: read('server.key'), cert: read('server.crt') }, (incoming, answer) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    outgoing.on('error', () => answer.writeHead(502).end());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://${publicHost}:${(server.address() as AddressInfo).port}`,
    authorityFile,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Makes an authority, and its certificate for the public host. Node can read certificates but not make them. */
async function createCertificate(folder: string): Promise<string> {
  const openssl = (...args: string[]) => promisify(execFile)('openssl', args, { cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=Test authority');
  await openssl(
    ...['req', '-x509', ...key, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-keyout', 'server.key'],
    ...['-out', 'server.crt', '-subj', `/CN=${publicHost}`, '-addext', `subjectAltName=DNS:${publicHost}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
  );
  return join(folder, 'ca.crt');
}
