import { visitorCaps } from '../../domain/budget/caps.ts';
import { chargeOf } from '../../domain/budget/charge.ts';
import { textCost } from '../../domain/budget/estimate.ts';
import { messageBody } from '../../domain/messages/message-body.ts';
import type { WhatsappWebhook } from '../../ports/carrier/message-carrier.ts';
import { type BudgetPorts, checkBudget } from '../check-budget.ts';
import { matchWhatsappCode, type WhatsappPorts } from '../sign-in/whatsapp.ts';
import { handleMessageWebhook, type MessagePorts } from './handle-message-webhook.ts';

/**
 * What somebody wrote to us on WhatsApp; the answer goes back to them. STOP means the same there as in a text. An
 * answer costs about what a text does: therefore it counts under the caps, and beyond them nothing is heard.
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
  const caps = visitorCaps(rules.spending, site.notifyNumber);
  const answer = chargeOf(caps, textCost(rules.spending, from, 1), []);
  if ((await checkBudget(ports, siteId, answer, at)) !== undefined) return undefined;
  const heard = await matchWhatsappCode(ports, { body, sender: { phone: from, name } });
  if (heard === undefined || !(await ports.spending.charge(siteId, answer.amounts, caps, at)))
    return undefined;
  return messageBody.whatsappReply(heard.digits, heard.host);
}
