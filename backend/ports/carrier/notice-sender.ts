import type { NoticeChannel } from '../../domain/effect.ts';

/** What the business is told about a request that did not become a conversation. */
export type MissedCallNotice = {
  messageId: string;
  requestReference: string;
  siteId: string;
  /** The whole text, ready to be read. */
  text: string;
  subject: string;
  visitor: { name: string; phone: string; email: string | undefined };
  about: string | undefined;
  page: string | undefined;
  outcome: string;
  createdAt: number;
};

export type NoticeResult =
  | { result: 'accepted'; sid: string | undefined }
  | { result: 'refused'; code: string; advice: string }
  | { result: 'retry'; reason: string };

/** One way to tell the business: a text, an email or a signed webhook. */
export type NoticeSender = {
  channel: NoticeChannel;
  send(notice: MissedCallNotice): Promise<NoticeResult>;
};
