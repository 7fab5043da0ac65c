import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../backend/cli/rehearsal/service-process.ts';
import { startBackend } from '../actors/backend-service.ts';
import type { Carrier } from '../actors/carrier.ts';
import { createHttpClient, type HttpClient } from '../actors/http-client.ts';
import { askForCallback, intakeRequest } from '../actors/intake-request.ts';
import { monotonic } from '../actors/monotonic.ts';
import { type ServerProcess, startServer } from '../actors/server-process.ts';
import { createCrowd, type Visitor } from '../actors/visitors.ts';
import { copySample, type IntakeSample } from './intake-sample.ts';
import { applyLoad, type Load } from './load.ts';
import { type StopRule, untilStable } from './until-stable.ts';

/** The bare route and the platform's intake, measured one right after the other. */
export type IntakeRound = {
  bare: Load;
  intake: Load;
  /** Of all codes that were due by then, how many the carrier had got when the load ended. */
  codesSentMeanwhile: number;
  /** Milliseconds after the end of the load until it had got the rest. */
  codesLate: number;
};

export const concurrency = 50;

/** Requests a second that visitors are prepared for beforehand; more are made as they are needed. */
const usual = 1_200;

export async function measureIntake(options: {
  directory: string;
  carrier: Carrier;
  sample: IntakeSample;
  patience: StopRule;
  warmUp: number;
  duration: number;
}): Promise<IntakeRound[]> {
  const { directory, carrier, sample, patience, warmUp, duration } = options;
  const bareServer = await startBareServer(directory, sample);
  const backend = await startBackend({ directory, carrierUrl: carrier.url });
  const bareClient = createHttpClient(bareServer.url, concurrency);
  const client = createHttpClient(backend.url, concurrency);
  const gather = createCrowd();
  const waiting: Visitor[] = [];
  const enough = Math.ceil((usual * (warmUp + duration)) / 1_000);
  const load = (send: () => Promise<void>) => applyLoad({ concurrency, warmUp, duration, send });

  const measure = async (): Promise<IntakeRound> => {
    const bare = await load(() => postBare(bareClient));
    waiting.push(...(await gather(Math.max(0, enough - waiting.length))));
    const before = carrier.texts();
    let asked = 0;
    const intake = await load(async () => {
      const visitor = waiting.pop() ?? (await gather(1))[0];
      if (visitor === undefined) throw new Error('There is nobody to ask for a call.');
      asked += 1;
      await askForCallback(client, visitor);
    });
    const codesSentMeanwhile = (carrier.texts() - before) / asked;
    return { bare, intake, codesSentMeanwhile, codesLate: await waitForTexts(carrier, before + asked) };
  };

  const rounds = await untilStable(
    patience,
    measure,
    ({ bare, intake }) => intake.perSecond / bare.perSecond,
  );
  bareClient.close();
  client.close();
  await Promise.all([bareServer.stop(), backend.stop()]);
  return rounds;
}

const sameRequest = intakeRequest({ phone: '+12015550145', address: '198.18.0.1', proof: '' });

async function postBare(client: HttpClient): Promise<void> {
  const answer = await client.post('/callbacks', sameRequest.body, sameRequest.headers);
  if (answer.status !== 201) throw new Error(`The bare route failed: ${answer.status} ${answer.body}`);
}

/** Every code that was promised must come. */
const textPatience = 30_000;

async function waitForTexts(carrier: Carrier, count: number): Promise<number> {
  const begun = monotonic();
  while (carrier.texts() < count) {
    if (monotonic() - begun > textPatience) throw new Error('Codes were never sent.');
    await sleep(10);
  }
  return monotonic() - begun;
}

/** The bare route in a process of its own, on a database like the backend's. */
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
