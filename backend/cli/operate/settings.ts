import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Edit } from '../../config/env-file/edit-env-file.ts';
import { changeSettings } from '../../config/env-file/write-env-file.ts';
import { variables } from '../../config/variables.ts';
import { type Command, usageFault } from './command.ts';

const usage = `./run.sh settings set NAME VALUE
./run.sh settings unset NAME
./run.sh settings rename OLD NEW
./run.sh settings secret NAME
Changes one line of .env and keeps comments, order and everything else. "secret" writes a new random secret. The file is
replaced in one step and readable by its owner only. Restart the service afterwards: ./run.sh restart`;

/** Settings of the scripts; the server does not read them. */
const scriptSettings = ['CALLBACK_RUN'];

export const settingsCommand: Command = {
  name: 'settings',
  title: 'Settings',
  summary: 'changes one line of .env',
  usage,
  async run(args, context) {
    if (args.includes('--help') || args.length === 0) return usageFault(context, { usage });
    const edit = editOf(args);
    if (typeof edit === 'string') return usageFault(context, { usage }, edit);
    const path = join(context.folder, '.env');
    changeSettings(path, [edit], join(context.root, '.env.example'));
    const name = edit.kind === 'rename' ? edit.to : edit.name;
    context.terminal.good(
      `${name} is ${edit.kind === 'unset' ? 'empty' : 'changed'} in .env. Restart: ./run.sh restart`,
    );
    return 0;
  },
};

function editOf([action, name = '', value, ...more]: string[]): Edit | string {
  if (!isKnown(action === 'rename' ? value : name))
    return `${action === 'rename' ? value : name} is not a setting; .env.example lists them`;
  if (more.length > 0) return 'Too many arguments: put a value with spaces in quotes';
  if (action === 'set' && value !== undefined) return { kind: 'set', name, value };
  if (action === 'unset' && value === undefined) return { kind: 'unset', name };
  if (action === 'rename' && value !== undefined) return { kind: 'rename', from: name, to: value };
  if (action === 'secret' && value === undefined) return { kind: 'set', name, value: newSecret(name) };
  return 'Unknown arguments';
}

/** Standard Webhooks writes its secrets as base64 after a prefix. */
function newSecret(name: string): string {
  const bytes = randomBytes(32);
  return name.startsWith('WEBHOOK_SECRET')
    ? `whsec_${bytes.toString('base64')}`
    : bytes.toString('base64url');
}

function isKnown(name = ''): boolean {
  return name in variables || name.replace(/_FILE$/, '') in variables || scriptSettings.includes(name);
}
