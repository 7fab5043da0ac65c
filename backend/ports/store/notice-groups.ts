import type { Callback } from '../../domain/callback/state.ts';
import type { Message } from './change.ts';

export type NoticeTurn =
  | { leads: true }
  /** Another notice had this turn, and may tell about this callback too. `freeAt`: when the next turn begins. */
  | { leads: false; freeAt: number };

/** Notices that tell about several callbacks, because many were missed within a short time. */
export type NoticeGroups = {
  /**
   * Takes the turn of the message's site, purpose and channel; a turn lasts `spacingMs`. The message then tells about
   * every callback whose notice waits for a turn as well. Of several processes one gets a turn.
   */
  takeNoticeTurn(message: Message, at: number, spacingMs: number): Promise<NoticeTurn>;
  /** Returns the callbacks that a message tells about, longest waiting first. */
  callbacksToldBy(messageId: string): Promise<Callback[]>;
  /** Lets a message wait for a turn again, because the one that was to tell about its callback does not. */
  leaveNoticeGroup(message: Message): Promise<void>;
};
