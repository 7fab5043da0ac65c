import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { secretCommand, setCommand, unsetCommand } from '../../config/read-values.ts';
import { isLoopback } from '../../config/values/url-types.ts';
import { type Check, fail, type Outcome, pass, skip, warn } from '../check.ts';
import type { System } from '../system.ts';
import { trialFinding } from './carrier.ts';

/** The checklist before real visitors come: `doctor --production`. */
export const productionChecks: Check[] = [
  onConfig('production.mode', 'The server runs in production mode', ({ production }) =>
    production
      ? pass
      : fail('NODE_ENV is not production', 'Unsafe default settings are accepted.', {
          text: 'Set it; the doctor then names every default that is not safe.',
          commands: [setCommand('NODE_ENV', 'production')],
        }),
  ),
  onConfig('production.carrier', 'Real calls leave', ({ provider }) =>
    provider === 'twilio'
      ? pass
      : fail('the simulated carrier is in use', 'No phone rings.', {
          text: 'Set TWILIO_SID, TWILIO_AUTH_TOKEN and TWILIO_NUMBER: ./run.sh setup asks for them.',
        }),
  ),
  onConfig('production.trial', 'The account is no trial', async (_config, { account }) => {
    const found = await account();
    return found.ok && found.trial ? trialFinding() : pass;
  }),
  onConfig('production.https', 'The server has a public https address', ({ publicBaseUrl }) => {
    const url = new URL(publicBaseUrl);
    if (url.protocol === 'https:' && !isLoopback(url)) return pass;
    return fail('PUBLIC_BASE_URL is no public https address', 'The carrier cannot reach this server.', {
      text: 'Put a tunnel or an https proxy in front, and set PUBLIC_BASE_URL to its address.',
      docs: 'README.md#on-a-server',
    });
  }),
  onConfig('production.page', 'The page has an https address', ({ frontendUrl }) =>
    new URL(frontendUrl).protocol === 'https:'
      ? pass
      : fail('FRONTEND_URL begins with http', 'Browsers warn, and sign-in fails.', {
          text: 'Publish the page below an https address, and set FRONTEND_URL to it.',
        }),
  ),
  onConfig('production.operator', 'The dashboard can be opened', ({ adminToken }) =>
    adminToken === undefined
      ? warn('ADMIN_API_TOKEN is empty', 'The dashboard and the export of personal data are switched off.', {
          text: 'Create a token.',
          commands: [secretCommand('ADMIN_API_TOKEN')],
        })
      : pass,
  ),
  onConfig('production.captcha', 'A captcha keeps bots out', ({ captcha }) =>
    captcha === undefined
      ? fail('CAPTCHA is off', 'Bots can use the form.', {
          text: 'Switch it on.',
          commands: [setCommand('CAPTCHA', 'pow')],
        })
      : pass,
  ),
  onConfig('production.second-channel', 'Missed calls have a second way to you', ({ notices }) =>
    notices.channels.length < 2
      ? warn('missed-call messages go by SMS only', 'A filtered message is a lost request.', {
          text: 'Set up email, a webhook or a chat: .env.example lists the channels.',
        })
      : pass,
  ),
  onConfig('production.privacy', 'Visitors know whom to ask about their data', ({ privacyContact }) =>
    privacyContact === undefined
      ? warn('PRIVACY_CONTACT is empty', 'The privacy page names no contact.', {
          text: 'Write the email address for questions about stored data.',
        })
      : pass,
  ),
  onConfig('production.retention', 'Old requests are deleted', ({ retentionMs }) =>
    retentionMs === undefined
      ? warn('RETENTION_DAYS is 0', 'Personal data is kept forever.', {
          text: 'Write after how many days requests are deleted.',
          commands: [unsetCommand('RETENTION_DAYS')],
        })
      : pass,
  ),
  onConfig('production.log-level', 'The log tells what happens', ({ logLevel }) =>
    logLevel === 'error' || logLevel === 'silent'
      ? warn(`LOG_LEVEL is ${logLevel}`, 'Warnings are not logged.', {
          text: 'Log at least warnings.',
          commands: [unsetCommand('LOG_LEVEL')],
        })
      : pass,
  ),
  onConfig('production.backup', 'A recent backup exists', (_config, system) => checkBackup(system)),
];

function onConfig(
  id: string,
  title: string,
  check: (config: Config, system: System) => Outcome | Promise<Outcome>,
): Check {
  return {
    id,
    title,
    production: true,
    run: (system) =>
      system.config === undefined
        ? skip('settings.valid reports a wrong setting first')
        : check(system.config, system),
  };
}

const maxBackupAgeMs = 2 * 86_400_000;

function checkBackup({ databasePath, environment, now }: System): Outcome {
  const folder = environment.BACKUP_FOLDER || join(dirname(databasePath), 'backups');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const newest = Math.max(0, ...files.map((file) => statSync(join(folder, file)).mtimeMs));
  if (newest > 0 && now() - newest <= maxBackupAgeMs) return pass;
  return warn(
    newest === 0 ? 'no backup was made' : 'the latest backup is older than two days',
    'A broken disk takes every request with it.',
    { text: 'Make one, and let a timer repeat it.', commands: ['./run.sh backup'] },
  );
}
