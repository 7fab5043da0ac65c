import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { promisify, stripVTControlCharacters } from 'node:util';
import { commands } from '../../../backend/cli/commands.ts';
import type { Context } from '../../../backend/cli/operate/command.ts';
import { runCommand } from '../../../backend/cli/operate/run-command.ts';
import { freePort } from '../../../backend/cli/rehearsal/service-process.ts';
import { createTerminal } from '../../../backend/cli/terminal.ts';
import { compose } from '../../../backend/compose.ts';
import { readConfig } from '../../../backend/config/read-config.ts';
import { parseEnvFile } from '../../../backend/doctor/system.ts';
import type { DoctorReport } from '../../../contract/operator/doctor.ts';
import { createSimulator, type Simulator } from '../../../simulator/simulator.ts';
import { createSystemClock } from '../../../simulator/time/clock.ts';
import { createRecordingLog } from '../fakes/recording-log.ts';

const root = join(import.meta.dirname, '../../..');
export const adminToken = 'a-token-for-operators-of-this-test-only';

/** A folder with settings and data, as a deployer has it, and the carrier that its settings name. */
export type Installation = {
  folder: string;
  simulator: Simulator;
  port: number;
  /** Adds lines to `.env`. */
  configure(settings: Record<string, string>): void;
  /** Starts the server with the settings of `.env`. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Runs `./run.sh` with these arguments, without a process of its own. */
  run(...args: string[]): Promise<{ code: number; output: string }>;
  doctor(...args: string[]): Promise<{ code: number; report: DoctorReport }>;
  /** Runs a command as the doctor prints it. */
  execute(command: string): Promise<void>;
  facts: NonNullable<Context['facts']>;
};

export async function openInstallation(t: TestContext): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'an installation-'));
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const simulator = await startSimulator(port, simulatorPort);
  const envPath = join(folder, '.env');
  let running: { stop(): Promise<void> } | undefined;
  const facts: Installation['facts'] = {};

  const installation: Installation = {
    folder,
    simulator,
    port,
    facts,
    configure(settings) {
      appendFileSync(
        envPath,
        Object.entries(settings)
          .map(([name, value]) => `${name}=${value}\n`)
          .join(''),
      );
    },
    async start() {
      running = await startServer(envPath);
    },
    async stop() {
      await running?.stop();
      running = undefined;
    },
    async run(...args) {
      const out = new PassThrough();
      const output = text(out);
      const context: Context = {
        folder,
        root,
        environment: {},
        terminal: createTerminal(out as unknown as NodeJS.WriteStream),
        print: (line) => out.write(`${line}\n`),
        facts,
      };
      const code = await runCommand(commands, args, context);
      out.end();
      return { code, output: stripVTControlCharacters(await output) };
    },
    async doctor(...args) {
      const { code, output } = await installation.run('doctor', '--json', ...args);
      return { code, report: JSON.parse(output.slice(output.indexOf('{'))) as DoctorReport };
    },
    async execute(command) {
      const [program, ...args] = (command.match(/'[^']*'|\S+/g) ?? []).map((word) =>
        word.replaceAll("'", ''),
      );
      if (program === './run.sh') await installation.run(...args);
      else await promisify(execFile)('bash', ['-c', command], { cwd: folder });
    },
  };
  writeFileSync(envPath, '', { mode: 0o600 });
  installation.configure({
    DATABASE_PATH: join(folder, 'data/callbacks.db'),
    PORT: String(port),
    SIMULATOR_PORT: String(simulatorPort),
    ADMIN_API_TOKEN: adminToken,
    CALLBACK_RUN: 'process',
  });
  t.after(async () => {
    await installation.stop();
    await simulator.app.close();
    rmSync(folder, { recursive: true });
  });
  return installation;
}

async function startSimulator(port: number, simulatorPort: number): Promise<Simulator> {
  const backend = `http://127.0.0.1:${port}`;
  const simulator = createSimulator({
    clock: createSystemClock({ speed: 1 }),
    accountSid: 'AC5104a70f000000000000000000000001',
    authToken: 'simulator-auth-token-not-a-secret',
    numbers: ['+12015550100'],
    settings: { voiceUrl: `${backend}/twilio/voice/inbound`, smsUrl: `${backend}/twilio/sms/inbound` },
  });
  await simulator.app.listen({ host: '127.0.0.1', port: simulatorPort });
  return simulator;
}

async function startServer(envPath: string) {
  const read = readConfig(parseEnvFile(readFileSync(envPath)));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const platform = await compose(read.config, createRecordingLog().log);
  await platform.app.listen({ host: read.config.host, port: read.config.port });
  await platform.start();
  return platform;
}
