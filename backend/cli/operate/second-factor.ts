import type { OperatorToken } from '../../../contract/operator/access.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { Config } from '../../config/config.ts';
import { readConfig } from '../../config/read-config.ts';
import { operatorHeaders } from '../../doctor/operator-headers.ts';
import { type Command, type Context, usageFault } from './command.ts';
import { settingsOf } from './installation.ts';
import { localAddress } from './local-address.ts';

const usage = `./run.sh second-factor list
Lists the tokens of operators, and which of them need a code to sign in.

./run.sh second-factor off NAME
Switches the second factor of a token off, for a person who lost the phone and the recovery codes. It ends the token's
sessions and is written to the audit log. NAME can be an id; the token of the settings is ADMIN_API_TOKEN.
Calls the server that runs on this machine with the same settings.`;

/** For an owner who lost the phone and the recovery codes: this machine is the last proof. */
export const secondFactorCommand: Command = {
  name: 'second-factor',
  title: 'Second Factor',
  summary: "lists tokens, or ends a lost phone's code: off NAME",
  usage,
  async run([action, name, ...rest], context) {
    const isKnown = (action === 'list' && name === undefined) || (action === 'off' && name !== undefined);
    if (!isKnown || rest.length > 0) return usageFault(context, { usage }, 'Write list, or off and a name');
    const read = readConfig(settingsOf(context));
    if (!read.ok) {
      for (const { variable, problem, fix } of read.problems)
        context.terminal.bad(`${variable} ${problem}`, fix);
      return 1;
    }
    const tokens = await ask(context, read.config, 'GET', '/tokens');
    if (tokens === undefined) return 1;
    const { items } = tokens as { items: OperatorToken[] };
    return name === undefined ? list(context, items) : switchOff(context, read.config, items, name);
  },
};

function list({ print }: Context, tokens: readonly OperatorToken[]): number {
  for (const { id, name, scope, second_factor: isOn } of tokens)
    print(`${id.padEnd(22)}  ${scope.padEnd(8)}  ${isOn ? 'code' : 'no code'}  ${name}`);
  return 0;
}

async function switchOff(
  context: Context,
  config: Config,
  tokens: readonly OperatorToken[],
  wanted: string,
): Promise<number> {
  const found = tokens.filter(({ id, name }) => id === wanted || name === wanted);
  const [token] = found;
  if (token === undefined || found.length > 1) {
    const problem = token === undefined ? 'No token has this name or id' : 'Several tokens have this name';
    context.terminal.bad(`${problem}: ${wanted}`, 'Take the id from ./run.sh second-factor list');
    return 1;
  }
  if ((await ask(context, config, 'DELETE', `/tokens/${token.id}/totp`)) === undefined) return 1;
  context.terminal.good(`${token.name} signs in without a code now, and its sessions have ended.`);
  context.terminal.warn(
    'A stolen phone can hold the token too.',
    'Replace the token, then set up a new code.',
  );
  return 0;
}

/** Returns the answer's body. When it is a refusal, prints it and returns undefined. */
async function ask(
  { terminal }: Context,
  config: Config,
  method: 'GET' | 'DELETE',
  path: string,
): Promise<object | undefined> {
  const address = localAddress(config);
  const answer = await fetch(`${address}/api/v1/admin${path}`, {
    method,
    headers: operatorHeaders(config),
  }).catch(() => undefined);
  if (answer === undefined) {
    terminal.bad(`No server answers at ${address}`, 'Start the server, or set HOST and PORT to its values.');
    return undefined;
  }
  if (answer.status === 204) return {};
  const body = (await answer.json()) as Problem;
  if (answer.ok) return body;
  terminal.bad(body.title, body.code === 'totp-required' ? unprovenFix : body.detail);
  return undefined;
}

const unprovenFix =
  'Run this as the user of the server, with its APP_SECRET or the file app-secret beside its database.';
