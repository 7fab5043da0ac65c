import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Sessions } from '../../ports/sign-in/sessions.ts';
import type { WhatsappSignIns } from '../../ports/sign-in/whatsapp-sign-ins.ts';

/** What signing in by WhatsApp needs of the world. */
export type WhatsappPorts = {
  whatsappSignIns: WhatsappSignIns;
  sessions: Sessions;
  secrets: Secrets;
  clock: Clock;
  log: Log;
};

/** Under which a sign-in is kept. */
export function whatsappKey({ secrets }: Pick<WhatsappPorts, 'secrets'>, id: string): string {
  return secrets.fingerprint('whatsapp-id', id);
}

export function whatsappCodeKey({ secrets }: Pick<WhatsappPorts, 'secrets'>, code: string): string {
  return secrets.fingerprint('whatsapp-code', code);
}

/** Six digits that are the same whenever they are asked for, and kept nowhere. */
export function returnCode({ secrets }: Pick<WhatsappPorts, 'secrets'>, key: string): string {
  return secrets.codeFor(`whatsapp/${key}`, 1);
}
