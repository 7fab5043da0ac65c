import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { changeSettings } from '../../config/env-file/write-env-file.ts';
import { readConfig } from '../../config/read-config.ts';
import type { VariableName } from '../../config/variables.ts';
import { type Command, type Context, usageFault } from '../operate/command.ts';
import { doctorCommand } from '../operate/doctor.ts';
import { settingsOf } from '../operate/installation.ts';
import { type Answers, askSetting, createAnswers } from './answers.ts';
import { type Asking, createAsking } from './asking.ts';
import { setUpCarrier, tryBusinessCall } from './carrier.ts';
import { setUpOnPage } from './page/set-up-on-page.ts';

const usage = `./run.sh setup [--page [--port NUMBER]]
Asks for the carrier's account (tried at once), the numbers, opening hours, addresses, sign-in and captcha, creates the
secrets, writes .env in one step, and runs the doctor. Ctrl-C leaves everything as it was.
  --page   asks the same on a page of this machine, behind a link that works once. For a server, on your machine:
           ssh -L 8600:127.0.0.1:8600 SERVER, and there: ./run.sh setup --page --port 8600`;

export const setupCommand: Command = {
  name: 'setup',
  title: 'Setup',
  summary: 'asks for the settings, tries them, and writes .env',
  usage,
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: { page: { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      return usageFault(context, { usage }, 'Write a port number');
    if (values.page) return setUpOnPage(context, setUp, { port: Number(values.port) });
    if (!process.stdin.isTTY || !process.stdout.isTTY) {
      context.terminal.bad('Setup needs a terminal.', './run.sh setup --page asks in a browser');
      return 2;
    }
    return setUp(context, createAsking());
  },
};

/** Asks everything, writes `.env` and runs the doctor. Returns the doctor's exit code. */
export async function setUp(context: Context, asking: Asking): Promise<number> {
  const answers = createAnswers(settingsOf(context));
  await askCarrier(asking, answers);
  await askBusiness(asking, answers);
  await askAddresses(asking, answers);
  await askSignIn(asking, answers);
  await askCaptcha(asking, answers);
  createSecrets(answers);
  const edits = answers.changed().map(({ name, value }) => ({ kind: 'set' as const, name, value }));
  changeSettings(join(context.folder, '.env'), edits, join(context.root, '.env.example'));
  asking.tell(`.env is written: ${edits.map(({ name }) => name).join(', ') || 'nothing changed'}.`);
  showProblems(context, asking);
  return doctorCommand.run([], context);
}

/** What the answers are together is only known at the end. */
function showProblems(context: Context, asking: Asking): void {
  const read = readConfig(settingsOf(context));
  if (read.ok) return;
  for (const { variable, problem, fix } of read.problems) asking.warn(`${variable} ${problem}. ${fix}`);
}

async function askCarrier(asking: Asking, answers: Answers): Promise<void> {
  const provider = await asking.choose({
    message: 'Who makes the calls?',
    options: [
      { value: 'twilio', label: 'Twilio', hint: 'real calls' },
      { value: 'simulator', label: 'Simulated carrier', hint: 'no account, no costs' },
    ],
    initial: answers.get('TWILIO_SID') === undefined ? 'simulator' : 'twilio',
  });
  answers.set('CALLBACK_PROVIDER', provider);
  if (provider === 'simulator') return askSetting(asking, answers, 'BUSINESS_NUMBER', businessQuestion);
  const facts = await setUpCarrier(asking, answers);
  await askSetting(asking, answers, 'BUSINESS_NUMBER', businessQuestion);
  await tryBusinessCall(asking, answers, facts);
}

const businessQuestion = { message: 'Phone of the business, which rings first (+1 201 555 0123)' };

async function askBusiness(asking: Asking, answers: Answers): Promise<void> {
  await askSetting(asking, answers, 'BUSINESS_NAME', { message: 'Name of the business', optional: true });
  await askSetting(asking, answers, 'BUSINESS_TIMEZONE', {
    message: 'Time zone',
    fallback: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  if (!(await asking.confirm('Is the business open at certain hours only?', hasHours(answers)))) return;
  await askSetting(asking, answers, 'BUSINESS_HOURS_START', { message: 'Opens at', fallback: '09:00' });
  await askSetting(asking, answers, 'BUSINESS_HOURS_END', { message: 'Closes at', fallback: '17:00' });
  const weekdays = await asking.confirm('Closed on Saturdays and Sundays?', true);
  answers.set('BUSINESS_WEEKDAYS_ONLY', weekdays ? 'on' : 'off');
}

function hasHours(answers: Answers): boolean {
  return answers.get('BUSINESS_HOURS_START') !== undefined;
}

async function askAddresses(asking: Asking, answers: Answers): Promise<void> {
  const isReal = answers.get('CALLBACK_PROVIDER') === 'twilio';
  await askSetting(asking, answers, 'PUBLIC_BASE_URL', {
    message: 'Public https address of this server (a tunnel or proxy gives one)',
    optional: !isReal,
  });
  await askSetting(asking, answers, 'FRONTEND_URL', {
    message: 'Address of the page with the form; empty means this server',
    optional: true,
  });
}

const signInKeys: Record<string, [VariableName, VariableName]> = {
  google: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  facebook: ['FACEBOOK_CLIENT_ID', 'FACEBOOK_CLIENT_SECRET'],
  instagram: ['INSTAGRAM_CLIENT_ID', 'INSTAGRAM_CLIENT_SECRET'],
  x: ['X_CLIENT_ID', 'X_CLIENT_SECRET'],
};

async function askSignIn(asking: Asking, answers: Answers): Promise<void> {
  const provider = await asking.choose({
    message: 'Which sign-in do you want to set up now?',
    options: [
      { value: 'none', label: 'None', hint: 'later: docs/sign-in' },
      ...Object.keys(signInKeys).map((id) => ({ value: id, label: id, hint: `docs/sign-in/${id}.md` })),
    ],
    initial: 'none',
  });
  const keys = signInKeys[provider];
  if (keys === undefined) return;
  const base = answers.get('PUBLIC_BASE_URL')?.replace(/\/$/, '') ?? 'http://127.0.0.1:8501';
  asking.tell(`Register this redirect URI at the provider: ${base}/oauth/callback/${provider}`);
  await askSetting(asking, answers, keys[0], { message: 'Client ID' });
  await askSetting(asking, answers, keys[1], { message: 'Client secret' });
}

async function askCaptcha(asking: Asking, answers: Answers): Promise<void> {
  const kind = await asking.choose({
    message: 'What keeps bots out?',
    options: [
      { value: 'pow', label: 'A puzzle that the browser solves', hint: 'nothing to set up' },
      { value: 'recaptcha', label: 'Google reCAPTCHA v2', hint: 'needs two keys' },
    ],
    initial: answers.get('RECAPTCHA_SITE_KEY') === undefined ? 'pow' : 'recaptcha',
  });
  if (kind === 'pow') {
    for (const name of ['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY'] as const) answers.set(name, '');
    return;
  }
  await askSetting(asking, answers, 'RECAPTCHA_SITE_KEY', { message: 'Site key' });
  await askSetting(asking, answers, 'RECAPTCHA_SECRET_KEY', { message: 'Secret key' });
}

/** A secret that is there stays: a new one would end codes, sign-ins and sessions. */
function createSecrets(answers: Answers): void {
  for (const name of ['APP_SECRET', 'ADMIN_API_TOKEN'] as const)
    if (answers.get(name) === undefined) answers.set(name, randomBytes(32).toString('base64url'));
}
