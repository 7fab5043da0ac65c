import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readValues } from '../config/read-values.ts';
import { postgresUrl } from '../config/values/url-types.ts';
import { operationFault, requirePlaces } from '../operations/fault.ts';
import { abandonMove, type Move, moveCallbacks } from '../operations/move/move-callbacks.ts';
import { settingsFromElsewhere, switchSettings } from '../operations/move/switch-settings.ts';
import { reportMove } from './operate/report-move.ts';
import { runOperation } from './operate/run-operation.ts';
import { createTerminal, readOptions } from './terminal.ts';

type Place = Move['to'];

const usage = `./run.sh move --to postgres://user:password@host/name
./run.sh move --to sqlite:PATH
./run.sh move --abandon
Moves all callbacks to an empty Postgres database, or to a new file, while the server runs: it copies them, compares every
row, lets writes wait for at most 2 seconds, and switches the server and .env. The former database is kept and takes no more
changes. Run it again after an interruption. --abandon ends a move that has not happened; --json prints rows and checksums;
--to-file FILE reads the address from a file, so that its password stays out of the list of processes.
Exit code 0: moved. 1: the callbacks are where they were, or the same command completes the move.`;

const { values: options } = readOptions(usage, {
  options: {
    to: { type: 'string' },
    'to-file': { type: 'string' },
    abandon: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const terminal = createTerminal(process.stderr);
const { values, problems } = readValues(process.env);
const envFile = '.env';

/** Returns the exit code. */
async function main(): Promise<number> {
  const address =
    options['to-file'] === undefined ? options.to : readFileSync(options['to-file'], 'utf8').trim();
  if (options.help || (address === undefined) === !options.abandon) {
    console.log(usage);
    return options.help ? 0 : 2;
  }
  requirePlaces(problems);
  const from = presentPlace();
  if (address === undefined) {
    await abandonMove(from);
    terminal.good('The move is ended. The callbacks are where they were.');
    return 0;
  }
  const to = readPlace(address);
  if ('url' in to === 'url' in from) throw sameKind();
  const elsewhere = settingsFromElsewhere(envFile, process.env);
  const report = await moveCallbacks({
    from,
    to,
    onStep: (step, share) => terminal.progress(share, step),
    onMoved: () =>
      switchSettings(envFile, { to, databasePath: values.DATABASE_PATH, appSecret: values.APP_SECRET }),
  });
  if (options.json) console.log(JSON.stringify(report.result, null, 2));
  reportMove(terminal, report, { to, elsewhere });
  return 0;
}

function presentPlace(): Place {
  const url = values.DATABASE_URL;
  return url === undefined ? { path: resolve(values.DATABASE_PATH) } : postgresPlace(url);
}

function readPlace(text: string): Place {
  const path = /^sqlite:(?:\/\/)?(?<path>.+)$/.exec(text)?.groups?.path;
  if (path !== undefined) return { path: resolve(path) };
  if (postgresUrl.safeParse(text).success) return postgresPlace(text);
  throw operationFault('unclear-place', {
    message: '--to names no database.',
    advice: 'Write --to postgres://user:password@host/name, or --to sqlite:data/callbacks.db',
  });
}

function postgresPlace(url: string): Place {
  return { url, directUrl: values.DATABASE_URL_DIRECT, poolSize: values.DATABASE_POOL };
}

function sameKind() {
  return operationFault('move-refused', {
    message: 'The callbacks are in a database of this kind already.',
    advice: 'A file moves by ./run.sh backup and restore, Postgres by its own tools (docs/backup.md).',
  });
}

await runOperation(terminal, main);
