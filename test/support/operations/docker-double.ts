import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** What the double prints and how it ends, for the first command that begins so. */
export type DockerFault = { command: string; prints: string; code?: number };

/**
 * A program that stands for Docker: it notes its arguments, plays a fault, and starts this project's servers as plain
 * processes where Docker would start containers. No engine runs in the tests of this project.
 */
const program = `#!${process.execPath}
const { spawn } = require('node:child_process');
const { appendFileSync, existsSync, openSync, readFileSync, readSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const folder = __dirname;
const args = process.argv.slice(2);
const line = args.join(' ');
appendFileSync(join(folder, 'notes'), line + '\\n');
const faults = JSON.parse(readFileSync(join(folder, 'faults.json'), 'utf8'));
const words = args.filter((word, index) => !['--profile', 'simulator'].includes(word) || index > 2).join(' ');
const fault = faults.find(({ command }) => words.startsWith(command));
const entries = { simulator: 'simulator/server.ts', backend: 'backend/start.js' };
const isRunning = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };
const pids = () => (existsSync(join(folder, 'pids')) ? JSON.parse(readFileSync(join(folder, 'pids'), 'utf8')) : {});
if (fault) {
  process[fault.code === 0 ? 'stdout' : 'stderr'].write(fault.prints + '\\n');
  process.exitCode = fault.code ?? 1;
} else if (words.startsWith('version')) console.log('28.3.1');
else if (words.startsWith('compose version')) console.log('2.38.1');
else if (words.startsWith('inspect')) { console.error('Error: No such object'); process.exitCode = 1; }
else if (words.startsWith('compose up')) {
  const { SIMULATOR_PORT, TWILIO_NUMBER, BUSINESS_NUMBER, PORT } = process.env;
  const base = 'http://127.0.0.1:' + PORT;
  const simulator = { SIMULATOR_NUMBERS: TWILIO_NUMBER, SIMULATOR_PHONES: 'Business=' + BUSINESS_NUMBER,
    SIMULATOR_PAGE_URL: base, SIMULATOR_VOICE_URL: base + '/twilio/voice/inbound',
    SIMULATOR_SMS_URL: base + '/twilio/sms/inbound', SIMULATOR_WHATSAPP_URL: base + '/twilio/whatsapp/inbound' };
  const started = Object.entries(entries).map(([name, entry]) => {
    const log = openSync(join(folder, name + '.log'), 'a');
    const child = spawn(process.execPath, [entry], { cwd: ${JSON.stringify(root)}, detached: true,
      env: { ...process.env, ...simulator }, stdio: ['ignore', log, log] });
    child.unref();
    return [name, child.pid];
  });
  writeFileSync(join(folder, 'pids'), JSON.stringify(Object.fromEntries(started)));
} else if (words.startsWith('compose logs')) {
  const name = args.at(-1);
  const log = openSync(join(folder, name + '.log'), 'r');
  const buffer = Buffer.alloc(65536);
  const timer = setInterval(() => {
    for (let size; (size = readSync(log, buffer)) > 0; ) process.stdout.write(buffer.subarray(0, size));
    if (!isRunning(pids()[name])) clearInterval(timer);
  }, 50);
} else if (words.startsWith('compose down')) {
  for (const pid of Object.values(pids())) if (isRunning(pid)) process.kill(pid, 'SIGTERM');
  const wait = () => { if (Object.values(pids()).some(isRunning)) setTimeout(wait, 50); };
  wait();
}
`;

/** Writes the double into `folder`, for PATH. */
export function writeDockerDouble(folder: string, faults: readonly DockerFault[] = []) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'docker'), program);
  chmodSync(join(folder, 'docker'), 0o755);
  writeFileSync(join(folder, 'faults.json'), JSON.stringify(faults));
  const notes = join(folder, 'notes');
  return {
    /** Returns the commands so far. */
    commands: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []),
    /** Returns the processes that stand for the containers. */
    pids(): number[] {
      const file = join(folder, 'pids');
      return existsSync(file) ? Object.values(JSON.parse(readFileSync(file, 'utf8'))) : [];
    },
  };
}
