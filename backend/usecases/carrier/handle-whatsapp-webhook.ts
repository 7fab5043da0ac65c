import { chargeForMessage } from '../../domain/budget/charge.ts';
import { messageBodies } from '../../domain/messages/message-body.ts';
import { businessLanguage } from '../../domain/messages/translate.ts';
import type { WhatsappWebhook } from '../../ports/carrier/message-carrier.ts';
import { type BudgetPorts, checkBudget } from '../check-budget.ts';
import { matchWhatsappCode, type WhatsappPorts } from '../sign-in/whatsapp.ts';
import { handleMessageWebhook, type MessagePorts } from './handle-message-webhook.ts';

/**
 * Handles an incoming WhatsApp message and returns the reply; undefined sends none. STOP and START count as in an SMS.
 * A reply costs about as much as an SMS, so it is charged. Beyond the caps the message is ignored.
 */
export async function handleWhatsappWebhook(
  ports: WhatsappPorts & BudgetPorts & MessagePorts,
  siteId: string,
  { from, to, name, body, optOut }: WhatsappWebhook,
): Promise<string | undefined> {
  if (optOut !== undefined) {
    await handleMessageWebhook(ports, { kind: 'inbound', from, to, body, optOut });
    return undefined;
  }
  const { site, rules } = ports.sites.get(siteId);
  const at = ports.clock.now();
  const charge = chargeForMessage(site, rules.spending, from);
  if ((await checkBudget(ports, siteId, charge, at)) !== undefined) return undefined;
  const reply = await matchWhatsappCode(ports, { body, sender: { phone: from, name } });
  if (reply === undefined || !(await ports.spending.charge(siteId, charge, at))) return undefined;
  return messageBodies(businessLanguage(site)).whatsappReply(reply.digits, reply.host);
}
