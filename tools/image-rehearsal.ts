import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { contextFiles } from '../test/support/operations/build-context.ts';

/**
 * Carries out the steps of the Dockerfile without a container engine: each stage is a folder, mounted at /app while its RUN
 * steps run. Then it starts the server there as user 1000, without rights, on a read-only mount, and asks for its
 * health. It prints the size and the first folders. Needs Linux and root: node tools/image-rehearsal.ts
 * It does not pull the base image and skips apt-get: those need an engine.
 */
const project = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'image-'));
const userId = 1000;
const port = 28501;

type Stage = { name: string; folder: string };

function run(folder: string, command: string): void {
  const script = `mkdir -p /app && mount --bind "${folder}" /app && cd /app && ${command}`;
  execFileSync('unshare', ['--mount', 'bash', '-ec', script], { stdio: ['ignore', 'inherit', 'inherit'] });
}

function copy(stage: Stage, instruction: Instruction, stages: Stage[]): void {
  const words = instruction.getArguments().map((argument) => argument.getValue());
  const from = /--from=(\S+)/.exec(instruction.getTextContent())?.[1];
  const target = words.at(-1) ?? '.';
  for (const source of words.slice(0, -1)) {
    if (from !== undefined) {
      const origin = stages.find(({ name }) => name === from)?.folder ?? '';
      cpSync(join(origin, source.replace('/app/', '')), join(stage.folder, target), {
        recursive: true,
        verbatimSymlinks: true,
      });
    } else for (const file of contextFiles(project, source)) place(file, stage.folder);
  }
}

function place(file: string, folder: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  copyFileSync(join(project, file), join(folder, file));
}

function buildStages(): Stage {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(
    readFileSync(join(project, 'Dockerfile'), 'utf8'),
  ).getInstructions()) {
    const keyword = instruction.getKeyword();
    const stage = stages.at(-1);
    if (keyword === 'FROM') {
      const name = (instruction as From).getBuildStage() ?? 'last';
      const folder = join(scratch, name);
      mkdirSync(folder);
      stages.push({ name, folder });
    } else if (stage !== undefined && keyword === 'COPY') copy(stage, instruction, stages);
    else if (stage !== undefined && keyword === 'RUN')
      runStep(stage, instruction.getArgumentsContent() ?? '');
  }
  const last = stages.at(-1);
  if (last === undefined) throw new Error('The Dockerfile has no stage.');
  return last;
}

function runStep({ name, folder }: Stage, command: string): void {
  if (command.includes('apt-get')) {
    console.log(`${name}: skipped, needs an engine: ${command.replaceAll(/\s+/g, ' ').slice(0, 60)}…`);
    mkdirSync(join(folder, 'data'));
    chownSync(join(folder, 'data'), userId, userId);
    return;
  }
  console.log(`${name}: ${command}`);
  run(folder, command);
}

/** Starts the server as the container would, and returns what it answers. */
async function start(folder: string): Promise<string> {
  const node = join(scratch, 'node');
  copyFileSync(process.execPath, node);
  const mounts = [
    `mkdir -p /app && mount --bind "${folder}" /app && mount -o remount,bind,ro /app`,
    `mount --bind "${folder}/data" /app/data && mount -o remount,bind,rw /app/data`,
    'cd /app',
    `exec setpriv --reuid=${userId} --regid=${userId} --clear-groups --no-new-privs --bounding-set=-all ` +
      `env -i HOST=127.0.0.1 PORT=${port} LOG_FILE=/tmp/image-app.log "${node}" --max-semi-space-size=4 backend/start.js`,
  ].join(' && ');
  execFileSync('chmod', ['755', scratch]);
  const server = spawn('unshare', ['--mount', 'bash', '-ec', mounts], { stdio: 'inherit' });
  try {
    for (let tries = 0; tries < 200; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      if (answer !== undefined) return await answer.text();
      await sleep(100);
    }
    throw new Error('The server does not answer.');
  } finally {
    server.kill('SIGTERM');
    await new Promise((done) => server.once('exit', done));
  }
}

function describe(folder: string): void {
  const files = globSync('**/*', { cwd: folder, exclude: (name) => name === '.git' });
  const own = files.filter((file) => !file.startsWith('node_modules'));
  const unwanted = own.filter((file) =>
    /\.test\.tsx?$|test-support|^(?:test|docs|bench|tools|data\/.+)|(?:^|\/)\.env/.test(file),
  );
  const dev = Object.keys(
    (JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { devDependencies: object })
      .devDependencies,
  ).filter((name) => existsSync(join(folder, 'node_modules', name)));
  console.log(execFileSync('du', ['-sh', folder], { encoding: 'utf8' }).trim(), basename(folder));
  console.log(execFileSync('du', ['-sh', join(folder, 'node_modules')], { encoding: 'utf8' }).trim());
  console.log(`${own.length} files of this project; unwanted: ${unwanted.join(', ') || 'none'}`);
  console.log(`development packages: ${dev.join(', ') || 'none'}`);
}

try {
  const image = buildStages();
  describe(image.folder);
  console.log('health:', await start(image.folder));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
