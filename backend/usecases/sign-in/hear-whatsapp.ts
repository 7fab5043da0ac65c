import { readWhatsappCode, whatsappRules } from '../../domain/sign-in/whatsapp-rules.ts';
import type { WhatsappSender } from '../../ports/sign-in/whatsapp-sign-ins.ts';
import { returnCode, type WhatsappPorts, whatsappCodeKey } from './whatsapp-ports.ts';

/** What goes back into the chat. */
export type WhatsappReply = { digits: string; host: string };

/**
 * Somebody sent a code. Whoever has somebody else's page open may have made them send it, so the number counts only
 * once the digits that go back into this chat are entered on the page that the code came from. Nothing goes back
 * for a code that is unknown, expired, sent by another phone or answered often enough: strangers must not make us write.
 */
export async function hearWhatsapp(
  ports: WhatsappPorts,
  message: { body: string; sender: WhatsappSender },
): Promise<WhatsappReply | undefined> {
  const code = readWhatsappCode(message.body);
  if (code === undefined) return undefined;
  const codeKey = whatsappCodeKey(ports, code);
  const at = ports.clock.now();
  const signIn = await ports.whatsappSignIns.matchCode(codeKey, message.sender, at, whatsappRules.answers);
  if (signIn === undefined) {
    ports.log.info('a WhatsApp message held no code that is to be answered');
    return undefined;
  }
  return { digits: returnCode(ports, signIn.key), host: signIn.host };
}
