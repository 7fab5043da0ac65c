import colours from 'picocolors';
import { type Ending, playScenario, type ReportEvent } from './demo/play-scenario.ts';
import { createPrinter, printEnding, printTotal } from './demo/print.ts';
import { type Scenario, scenarios } from './demo/scenarios.ts';
import { type Rehearsal, startRehearsal } from './rehearsal/rehearsal.ts';
import { readOptions } from './terminal.ts';

const usage = `npm run demo -- [--scenario NAME]… [--json] [--speed N]
Plays callbacks with its own backend and simulated carrier, and prints a timeline of each.
Scenarios: ${scenarios.map(({ name }) => name).join(', ')}`;

const { values: options } = readOptions(usage, {
  options: {
    scenario: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
    speed: { type: 'string', default: '15' },
    help: { type: 'boolean', default: false },
  },
});

/** Returns the exit code: 0 when every scenario ended as expected. */
async function main(): Promise<number> {
  if (options.help) {
    console.log(usage);
    return 0;
  }
  const names = options.scenario ?? scenarios.map(({ name }) => name);
  const speed = Number(options.speed);
  const problem = findProblem(names, speed);
  if (problem !== undefined) {
    console.error(`${problem}\n\n${usage}`);
    return 2;
  }
  const played = scenarios.filter(({ name }) => names.includes(name));
  await using rehearsals = createRehearsals(speed);
  let failed = 0;
  for (const [index, scenario] of played.entries()) {
    if (!options.json)
      console.log(`\n${colours.cyan(colours.bold(scenario.name))}  ${colours.dim(scenario.shows)}`);
    const rehearsal = await rehearsals.withSettings(scenario.env);
    const report = options.json ? printJson : createPrinter();
    const ending = await playScenario(scenario, { rehearsal, speed, index }, report);
    if (options.json) printJson(ending);
    else printEnding(ending);
    if (!ending.as_named) failed += 1;
  }
  if (!options.json) printTotal(played.length - failed, played.length);
  return failed === 0 ? 0 : 1;
}

/** Starts servers once for all scenarios with the same settings. Disposal stops them. */
function createRehearsals(speed: number) {
  const started = new Map<Scenario['env'], Rehearsal>();
  return {
    async withSettings(env: Scenario['env']): Promise<Rehearsal> {
      const rehearsal = started.get(env) ?? (await startRehearsal({ speed, ...(env ? { env } : {}) }));
      started.set(env, rehearsal);
      return rehearsal;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.all([...started.values()].map((rehearsal) => rehearsal.stop()));
    },
  };
}

function findProblem(names: readonly string[], speed: number): string | undefined {
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) return `Unknown scenario: ${unknown.join(', ')}`;
  return speed >= 1 && speed <= 50 ? undefined : 'Invalid --speed: write a number from 1 to 50';
}

function printJson(line: Ending | Parameters<ReportEvent>[0]): void {
  console.log(JSON.stringify(line));
}

process.exitCode = await main();
