import { createTransport } from 'nodemailer';
import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../ports/notice-sender.ts';

/** Below the runner's lease, so that nobody else sends while this still may. */
const defaultPatience = 20_000;

/** Tells the business by email through one mail server. `patience` in milliseconds, from connecting to the last word. */
export function createEmailNotice(options: {
  url: string;
  from: string;
  to: string;
  patience?: number;
}): NoticeSender {
  const transport = createTransport({ url: options.url, requireTLS: mustEncrypt(options.url) });
  const { from, to, patience = defaultPatience } = options;
  return {
    channel: 'email',
    async send(notice) {
      try {
        const signal = AbortSignal.timeout(patience);
        const sent = await transport.sendMail({ ...compose(notice), from, to, signal });
        return { result: 'accepted', sid: sent.messageId };
      } catch (error) {
        return explain(error);
      }
    },
  };
}

/** A password never leaves this machine in the clear, whatever the mail server offers. */
function mustEncrypt(address: string): boolean {
  const url = new URL(address);
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'smtp:' && url.password !== '' && !loopback;
}

function compose(notice: MissedCallNotice) {
  const { name, email } = notice.visitor;
  return {
    subject: withoutBreaks(notice.subject),
    text: notice.text,
    ...(email !== undefined &&
      isAddress(email) && { replyTo: { name: withoutBreaks(name), address: email } }),
    // https://www.rfc-editor.org/rfc/rfc3834#section-5: absence notes and the like do not answer such a message
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function withoutBreaks(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Narrower than the RFCs: what a stranger typed becomes a header only if nothing in it could mean anything else. */
function isAddress(typed: string): boolean {
  return typed.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(typed);
}

const advices: Record<string, string> = {
  EAUTH: 'Check user and password in SMTP_URL.',
  ETLS: 'Write smtps:// in SMTP_URL, or use a mail server that encrypts.',
};
const defaultAdvice = 'Check that the mail server accepts SMTP_FROM as sender and NOTIFY_EMAIL as recipient.';

/** A mail server's own word on whether another try may help; its sentences may quote addresses and stay out. */
function explain(error: unknown): NoticeResult {
  const fault = error as { code?: string; responseCode?: number; permanent?: boolean };
  const code = String(fault.responseCode ?? fault.code ?? 'unknown');
  if (fault.permanent !== true) return { result: 'again', reason: `mail-server/${code}` };
  const advice = advices[fault.code ?? ''] ?? defaultAdvice;
  return { result: 'refused', code, advice };
}
