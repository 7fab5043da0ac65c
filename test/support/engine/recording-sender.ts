import type { NoticeChannel } from '../../../backend/domain/effect.ts';
import type {
  MissedCallNotice,
  NoticeResult,
  NoticeSender,
} from '../../../backend/ports/carrier/notice-sender.ts';

export type RecordingSender = NoticeSender & {
  notices: MissedCallNotice[];
  /** Tests can replace this. */
  answering: (notice: MissedCallNotice) => NoticeResult;
};

/** A notice channel that keeps what it was given. */
export function createRecordingSender(channel: NoticeChannel): RecordingSender {
  const notices: MissedCallNotice[] = [];
  return {
    channel,
    notices,
    answering: () => ({ result: 'accepted', sid: undefined }),
    async send(notice) {
      notices.push(notice);
      return this.answering(notice);
    },
  };
}
