import type {
  MissedCallNotice,
  NoticeResult,
  NoticeSender,
} from '../../../backend/ports/carrier/notice-sender.ts';

export type EmailSender = NoticeSender & {
  mails: MissedCallNotice[];
  /** Tests can replace this. */
  answering: (notice: MissedCallNotice) => NoticeResult;
};

/** The second notice channel. */
export function createEmailSender(): EmailSender {
  const mails: MissedCallNotice[] = [];
  return {
    channel: 'email',
    mails,
    answering: () => ({ result: 'accepted', sid: undefined }),
    async send(notice) {
      mails.push(notice);
      return this.answering(notice);
    },
  };
}
