import type { Problem } from '../../contract/problem.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { operatorHeaders } from '../doctor/operator-headers.ts';
import { localAddress } from './operate/local-address.ts';
import { createTerminal, readOptions } from './terminal.ts';

const usage = `npm run privacy -- export|erase NUMBER
Prints all stored data of the visitor with this number (such as +12015550123) as JSON, or deletes it permanently.
Calls the server that runs on this machine with the same settings. Both need the same ADMIN_API_TOKEN.`;

const { positionals, values } = readOptions(usage, {
  allowPositionals: true,
  options: { help: { type: 'boolean', default: false } },
});
const terminal = createTerminal(process.stderr);

async function main(): Promise<number> {
  const [action, number, ...rest] = positionals;
  if (values.help || !isAction(action) || number === undefined || rest.length > 0) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const read = readConfig(process.env);
  if (!read.ok) {
    for (const { variable, problem, fix } of read.problems) terminal.bad(`${variable} ${problem}`, fix);
    return 1;
  }
  return callServer(read.config, action, number);
}

function isAction(word: string | undefined): word is 'export' | 'erase' {
  return word === 'export' || word === 'erase';
}

async function callServer(config: Config, action: string, phone: string): Promise<number> {
  const address = localAddress(config);
  try {
    const response = await fetch(`${address}/api/v1/admin/privacy/${action}`, {
      method: 'POST',
      headers: { ...operatorHeaders(config), 'content-type': 'application/json' },
      body: JSON.stringify({ phone }),
    });
    const body = (await response.json()) as Pick<Problem, 'title' | 'detail'>;
    if (response.ok) console.log(JSON.stringify(body, null, 2));
    else terminal.bad(body.title, body.detail);
    return response.ok ? 0 : 1;
  } catch {
    terminal.bad(`No server answers at ${address}`, 'Start the server, or set HOST and PORT to its values.');
    return 1;
  }
}

process.exitCode = await main();
