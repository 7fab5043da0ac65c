import colours from 'picocolors';
import { type Ending, playScenario, type ReportEvent } from './demo/play-scenario.ts';
import { createPrinter, printEnding, printTotal } from './demo/print.ts';
import { scenarios } from './demo/scenarios.ts';
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
  let failed = 0;
  for (const scenario of played) {
    if (!options.json)
      console.log(`\n${colours.cyan(colours.bold(scenario.name))}  ${colours.dim(scenario.shows)}`);
    const ending = await playScenario(scenario, speed, options.json ? printJson : createPrinter());
    if (options.json) printJson(ending);
    else printEnding(ending);
    if (!ending.as_named) failed += 1;
  }
  if (!options.json) printTotal(played.length - failed, played.length);
  return failed === 0 ? 0 : 1;
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
