import type { NoticeGroups } from '../../../backend/ports/store/notice-groups.ts';
import { effectRowKey, type Tables } from './tables.ts';

export function createNoticeGroups(tables: Tables): NoticeGroups {
  function join(messageId: string, toldBy: string | undefined): void {
    const entry = tables.messages.get(messageId);
    if (entry !== undefined)
      tables.messages.set(messageId, { ...entry, message: { ...entry.message, toldBy } });
  }

  return {
    async takeNoticeTurn({ messageId, siteId, purpose, channel }, at, spacingMs) {
      const name = `${purpose}/${siteId}/${channel}`;
      const endsAt = tables.noticeTurns.get(name) ?? at;
      const isFree = endsAt <= at || endsAt > at + spacingMs;
      const own = tables.messages.get(messageId)?.message;
      if (!isFree || own === undefined || own.toldBy !== undefined)
        return { leads: false, freeAt: Math.max(at, endsAt) };
      tables.noticeTurns.set(name, Math.trunc(at + spacingMs));
      for (const { message, armedVersion } of [...tables.messages.values()]) {
        const waits = message.toldBy === undefined && message.status === 'due';
        const isAlike =
          message.siteId === siteId && message.purpose === purpose && message.channel === channel;
        const effect = tables.effects.get(effectRowKey(message.callbackId, message.effectKey));
        if (waits && isAlike && effect?.armedVersion === armedVersion) join(message.messageId, messageId);
      }
      join(messageId, messageId);
      return { leads: true };
    },
    async callbacksToldBy(messageId) {
      const told = [...tables.messages.values()].filter(({ message }) => message.toldBy === messageId);
      const ids = new Set(told.map(({ message }) => message.callbackId));
      const callbacks = [...ids].flatMap((callbackId) => tables.callbacks.get(callbackId) ?? []);
      return callbacks.sort(
        (left, right) =>
          (left.endedAt ?? 0) - (right.endedAt ?? 0) || (left.callbackId < right.callbackId ? -1 : 1),
      );
    },
    async leaveNoticeGroup({ messageId, toldBy }) {
      const stored = tables.messages.get(messageId)?.message;
      if (stored?.toldBy === toldBy && stored?.status === 'due') join(messageId, undefined);
    },
  };
}
