import { texts } from '../../domain/words/texts.ts';
import type { WhatsappWebhook } from '../../ports/message-carrier.ts';
import { hearWhatsapp } from './hear-whatsapp.ts';
import type { WhatsappPorts } from './whatsapp-ports.ts';

/** What somebody wrote to us on WhatsApp; the answer goes back to them. */
export async function takeWhatsapp(
  ports: WhatsappPorts,
  { from, name, body }: WhatsappWebhook,
): Promise<string | undefined> {
  const heard = await hearWhatsapp(ports, { body, sender: { phone: from, name } });
  return heard && texts.whatsappReply(heard.digits, heard.host);
}
