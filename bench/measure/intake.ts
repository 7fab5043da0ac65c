import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import { startBackend } from '../actors/backend-service.ts';
import type { Carrier } from '../actors/carrier.ts';
import { createHttpClient, type HttpClient } from '../actors/http-client.ts';
import { intakeRequest, requestCallback } from '../actors/intake-request.ts';
import { monotonic } from '../actors/monotonic.ts';
import { type ServerProcess, startServer } from '../actors/server-process.ts';
import { createVisitors, type Visitor } from '../actors/visitors.ts';
import { copySample, type IntakeSample } from './intake-sample.ts';
import { applyLoad, type Load } from './load.ts';
import { type StopRule, untilStable } from './until-stable.ts';

/** One measurement of the bare route, then of the platform's intake. */
export type IntakeRound = {
  bare: Load;
  intake: Load;
  /** Share of the codes that had reached the carrier when the load ended. */
  codesSentMeanwhile: number;
  /** Time from the end of the load until the last code reached the carrier. */
  codesLateMs: number;
};

export const concurrency = 50;

/** Visitors that are created in advance, for each second of load. More are created when needed. */
const preparedPerSecond = 1_200;

export async function measureIntake(options: {
  directory: string;
  carrier: Carrier;
  sample: IntakeSample;
  /** The backend starts with a copy of this database. */
  database?: string | undefined;
  stopRule: StopRule;
  warmUpMs: number;
  durationMs: number;
}): Promise<IntakeRound[]> {
  const { directory, carrier, sample, database, stopRule, warmUpMs, durationMs } = options;
  const bareServer = await startBareServer(directory, sample);
  const backend = await startBackend({ directory, carrierUrl: carrier.url, database });
  const bareClient = createHttpClient(bareServer.url, concurrency);
  const client = createHttpClient(backend.url, concurrency);
  const nextVisitors = createVisitors();
  const prepared: Visitor[] = [];
  const wanted = Math.ceil((preparedPerSecond * (warmUpMs + durationMs)) / 1_000);
  const load = (send: () => Promise<void>) => applyLoad({ concurrency, warmUpMs, durationMs, send });

  const measure = async (): Promise<IntakeRound> => {
    const bare = await load(() => postBare(bareClient));
    prepared.push(...(await nextVisitors(Math.max(0, wanted - prepared.length))));
    const before = carrier.texts();
    let requested = 0;
    const intake = await load(async () => {
      const visitor = prepared.pop() ?? (await nextVisitors(1))[0];
      if (visitor === undefined) throw new Error('There is no visitor left.');
      requested += 1;
      await requestCallback(client, visitor);
    });
    const codesSentMeanwhile = (carrier.texts() - before) / requested;
    return { bare, intake, codesSentMeanwhile, codesLateMs: await waitForTexts(carrier, before + requested) };
  };

  const rounds = await untilStable(
    stopRule,
    measure,
    ({ bare, intake }) => intake.perSecond / bare.perSecond,
  );
  bareClient.close();
  client.close();
  await Promise.all([bareServer.stop(), backend.stop()]);
  return rounds;
}

const sampleRequest = intakeRequest({ phone: '+12015550145', address: '198.18.0.1', proof: '' });

async function postBare(client: HttpClient): Promise<void> {
  const answer = await client.post('/callbacks', sampleRequest.body, sampleRequest.headers);
  if (answer.status !== 201) throw new Error(`The bare route failed: ${answer.status} ${answer.body}`);
}

const textTimeoutMs = 30_000;

async function waitForTexts(carrier: Carrier, count: number): Promise<number> {
  const startedAt = monotonic();
  while (carrier.texts() < count) {
    if (monotonic() - startedAt > textTimeoutMs) throw new Error('Some codes were never sent.');
    await sleep(10);
  }
  return monotonic() - startedAt;
}

/** Starts the bare route in its own process, on a copy of the sample database. */
async function startBareServer(directory: string, sample: IntakeSample): Promise<ServerProcess> {
  const port = await freePort();
  const databasePath = join(directory, 'bare-server.db');
  const rowsFile = join(directory, 'rows.json');
  copySample(sample, databasePath);
  writeFileSync(rowsFile, JSON.stringify(sample.rows));
  return startServer({
    file: 'bench/measure/bare-server.ts',
    args: [String(port), databasePath, rowsFile],
    url: `http://127.0.0.1:${port}`,
    health: '/health',
    logFile: join(directory, 'bare-server.log'),
  });
}
