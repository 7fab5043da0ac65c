import type { NoticeChannel } from '../../../domain/effect.ts';
import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../../ports/carrier/notice-sender.ts';
import { type PostAnswer, post } from '../post.ts';

/** What a chat service needs to show a notice. */
type ChatService = {
  channel: NoticeChannel;
  url: string;
  headers?: Record<string, string>;
  /** The service's JSON. The visitor's words must not become markup, mentions or link previews. */
  message(notice: MissedCallNotice): unknown;
  /** What the operator can do about a refusal. */
  advise(status: number): string;
  timeoutMs?: number;
};

const defaultTimeoutMs = 10_000;

/** Sends notices as messages of a chat service by one POST each. */
export function createChatNotice(service: ChatService): NoticeSender {
  const { channel, url, headers = {}, timeoutMs = defaultTimeoutMs } = service;
  return {
    channel,
    async send(notice) {
      const body = JSON.stringify(service.message(notice));
      return toResult(service, await post(url, { headers, body, timeoutMs }));
    },
  };
}

/** Without an answer the message can have been posted, and the service does not recognise a repeat. */
function toResult({ channel, advise }: ChatService, answer: PostAnswer): NoticeResult {
  if (answer.kind === 'unreached') return { result: 'unsent', reason: `${channel}/${answer.code}` };
  if (answer.kind === 'unanswered') return { result: 'unknown', reason: `${channel}/${answer.code}` };
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { result: 'accepted', sid: undefined };
  if (status === 408 || status === 429 || status >= 500)
    return { result: 'unsent', reason: `${channel}/http-${status}`, retryAfterMs };
  return { result: 'refused', code: `http-${status}`, advice: advise(status), fixable: true };
}
