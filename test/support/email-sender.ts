import type { MissedCallNotice, NoticeResult, NoticeSender } from '../../backend/ports/notice-sender.ts';

export type EmailSender = NoticeSender & {
  mails: MissedCallNotice[];
  answer: NoticeResult;
};

/** The second way to tell the business. */
export function createEmailSender(): EmailSender {
  const mails: MissedCallNotice[] = [];
  return {
    channel: 'email',
    mails,
    answer: { result: 'accepted', sid: undefined },
    async send(notice) {
      mails.push(notice);
      return this.answer;
    },
  };
}
