import type { WhatsappStarted } from '../../contract/whatsapp.ts';
import { showAlert } from '../dom/alerts.ts';
import { element, showText } from '../dom/elements.ts';
import { nonBreaking } from '../words/format.ts';
import { rareWords } from '../words/page.ts';

type Step = 'prepare' | 'send' | 'enter' | 'over';

const focusIn = {
  prepare: 'whatsapp-title',
  send: 'whatsapp-copy',
  enter: 'whatsapp-code',
  over: 'whatsapp-again',
};

/** Shows one step of the WhatsApp sign-in and moves the focus to its main control. */
export function showStep(step: Step, complaint = ''): void {
  element('whatsapp-send', HTMLElement).hidden = step !== 'send';
  element('whatsapp-form', HTMLElement).hidden = step !== 'enter';
  const again = element('whatsapp-again', HTMLButtonElement);
  again.hidden = step === 'prepare' || step === 'send';
  again.className = step === 'over' ? 'primary' : 'quiet';
  showText(element('whatsapp-status', HTMLElement), step === 'over' ? '' : rareWords.whatsapp[step]);
  showAlert(element('whatsapp-alert', HTMLElement), complaint);
  const link = element('whatsapp-link', HTMLElement);
  const isLinked = step === 'send' && !element('whatsapp-real', HTMLElement).hidden;
  (isLinked ? link : element(focusIn[step], HTMLElement)).focus();
}

/** Shows the message to send, its recipient, and the link as a QR code. */
export function showMessage({ message, code, number, link, qr }: WhatsappStarted): void {
  element('whatsapp-link', HTMLAnchorElement).href = link;
  showText(element('whatsapp-number', HTMLElement), nonBreaking(number));
  const [before = '', after = ''] = message.split(code);
  const codeInMessage = document.createElement('strong');
  codeInMessage.textContent = code;
  element('whatsapp-message', HTMLElement).replaceChildren(before, codeInMessage, after);
  showText(element('whatsapp-copy', HTMLElement), rareWords.whatsapp.copy);
  const picture = element('whatsapp-qr', SVGSVGElement);
  picture.setAttribute('viewBox', `0 0 ${qr.size} ${qr.size}`);
  picture.firstElementChild?.setAttribute('d', qr.path);
  showSimulator();
}

/** With the simulator, messages come from the simulated phones. */
function showSimulator(): void {
  const { hidden, href } = element('phones', HTMLAnchorElement);
  const isSimulated = !element('simulated', HTMLElement).hidden;
  element('whatsapp-simulated', HTMLElement).hidden = !isSimulated;
  element('whatsapp-phones', HTMLAnchorElement).href = href;
  element('whatsapp-phones', HTMLAnchorElement).hidden = hidden;
  // A wa.me link would open the real WhatsApp, which has no such number.
  element('whatsapp-real', HTMLElement).hidden = isSimulated;
}

/** Copies the message. Without the clipboard it is selected, so that the visitor can copy it. */
export async function copyMessage(): Promise<void> {
  const message = element('whatsapp-message', HTMLElement);
  try {
    await navigator.clipboard.writeText(message.textContent);
    showText(element('whatsapp-copy', HTMLElement), rareWords.whatsapp.copied);
  } catch {
    getSelection()?.selectAllChildren(message);
  }
}
