import { createTransport } from 'nodemailer';
import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../ports/carrier/notice-sender.ts';

/** Shorter than the runner's lease, so that no other runner sends the same email. */
const defaultTimeoutMs = 20_000;

/** Sends notices by email through one mail server. `timeoutMs` covers the whole exchange. */
export function createEmailNotice(options: {
  url: string;
  from: string;
  to: string;
  timeoutMs?: number;
}): NoticeSender {
  const transport = createTransport({ url: options.url, requireTLS: mustEncrypt(options.url) });
  const { from, to, timeoutMs = defaultTimeoutMs } = options;
  return {
    channel: 'email',
    async send(notice) {
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const mail = { ...buildMail(notice), messageId: createMessageId(notice.messageId, from) };
        const sent = await transport.sendMail({ ...mail, from, to, signal });
        return { result: 'accepted', sid: sent.messageId };
      } catch (error) {
        return toResult(error);
      }
    },
  };
}

/** A password must never leave this machine unencrypted, also when the mail server offers no TLS. */
function mustEncrypt(address: string): boolean {
  const url = new URL(address);
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  return url.protocol === 'smtp:' && url.password !== '' && !loopback;
}

function buildMail(notice: MissedCallNotice) {
  const { name, email } = notice.visitor;
  return {
    subject: withoutBreaks(notice.subject),
    text: notice.text,
    ...(notice.burst === undefined &&
      email !== undefined &&
      isAddress(email) && { replyTo: { name: withoutBreaks(name), address: email } }),
    // Suppresses automatic replies: https://www.rfc-editor.org/rfc/rfc3834#section-5
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A repeated email keeps its id, so that mailboxes can show it once. */
function createMessageId(messageId: string, from: string): string {
  return `<${messageId}@${/@([^@\s>]+)>?$/.exec(from)?.[1] ?? 'localhost'}>`;
}

function withoutBreaks(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/** Stricter than the RFCs: the visitor's input becomes a header, so no character may have a second meaning. */
function isAddress(typed: string): boolean {
  return typed.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(typed);
}

const advices: Record<string, string> = {
  EAUTH: 'Check the user and the password in SMTP_URL.',
  ETLS: 'Write smtps:// in SMTP_URL, or use a mail server with encryption.',
};
const defaultAdvice = 'Check that the mail server accepts SMTP_FROM as sender and NOTIFY_EMAIL as recipient.';

/**
 * The mail server says whether a retry can help. Its texts are left out, because they can contain addresses. Without an
 * answer to the email itself it can have been accepted.
 */
function toResult(error: unknown): NoticeResult {
  const fault = error as { code?: string; responseCode?: number; permanent?: boolean; command?: string };
  const code = String(fault.responseCode ?? fault.code ?? 'unknown');
  if (fault.permanent !== true) {
    const isUnsent = fault.responseCode !== undefined || fault.command === 'CONN' || fault.code === 'EDNS';
    return { result: isUnsent ? 'unsent' : 'unknown', reason: `mail-server/${code}` };
  }
  const advice = advices[fault.code ?? ''];
  return { result: 'refused', code, advice: advice ?? defaultAdvice, fixable: advice !== undefined };
}
