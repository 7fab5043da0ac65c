import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../backend/cli/rehearsal/service-process.ts';
import { eventually, type Replicas } from './replicas.ts';

const example = join(import.meta.dirname, '../../../deploy/cluster/callback.conf');

export function hasNginx(): boolean {
  return spawnSync('nginx', ['-v']).error === undefined;
}

/** Starts nginx with the example for a cluster before the first two servers, on http. */
export async function startClusterProxy({ servers }: Replicas): Promise<{ port: number; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-'));
  const port = await freePort();
  const site = readFileSync(example, 'utf8')
    .replace('127.0.0.1:8501', `127.0.0.1:${servers[0]?.port}`)
    .replace('127.0.0.1:8502', `127.0.0.1:${servers[1]?.port}`)
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
    .replace('server_name calls.example.com;', 'server_name 127.0.0.1;')
    .replaceAll(/^ +ssl_.*\n/gm, '');
  mkdirSync(join(folder, 'tmp'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/tmp/${name};`)
    .join('\n');
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\n${temporary}\n${site}\n}\n`,
  );
  const nginx = spawn('nginx', ['-c', file], { stdio: 'ignore' });
  await eventually('nginx answers', async () => (await fetch(`http://127.0.0.1:${port}/health`)).ok);
  return {
    port,
    stop() {
      nginx.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
