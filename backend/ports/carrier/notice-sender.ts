import type { NoticeChannel } from '../../domain/effect.ts';

/** The notice about a callback that did not become a conversation, or about a burst of them. */
export type MissedCallNotice = {
  messageId: string;
  /** A phone (E.164) other than the site's, for a text message. */
  to?: string | undefined;
  requestReference: string;
  siteId: string;
  /** The whole notice as plain text, with the link. */
  text: string;
  subject: string;
  /** Leads to the page on which to call back or to mark the callback as done. Part of the text unless a burst. */
  link: { url: string; title: string } | undefined;
  visitor: { name: string; phone: string; email: string | undefined };
  about: string | undefined;
  page: string | undefined;
  outcome: string;
  createdAt: number;
  /**
   * Set when the notice tells about several callbacks: the other fields are those of the first, and `link` leads to the
   * list. `links`: the addresses in the text.
   */
  burst?: { count: number; links: readonly string[] } | undefined;
};

export type NoticeResult =
  | { result: 'accepted'; sid: string | undefined }
  /** `fixable`: the operator can remove the cause, so the notice is tried again for a day. */
  | { result: 'refused'; code: string; advice: string; fixable: boolean }
  /** Not sent, or the receiver recognises a repeat. `retryAfterMs`: the receiver's wish. */
  | { result: 'unsent'; reason: string; retryAfterMs?: number | undefined }
  /** It can have been sent, and a repeat would be another message. */
  | { result: 'unknown'; reason: string };

/** Sends notices by one channel. */
export type NoticeSender = {
  channel: NoticeChannel;
  send(notice: MissedCallNotice): Promise<NoticeResult>;
};

/** Where a chat service takes messages. */
export type ChatSettings =
  | { channel: 'slack' | 'teams' | 'discord'; url: string }
  | { channel: 'telegram'; token: string; chatId: string; apiUrl?: string }
  | { channel: 'ntfy'; url: string; token: string | undefined };
