import type { Callback } from '../../domain/callback/state.ts';
import type { MessageBodies } from '../../domain/messages/message-body.ts';
import type { MissedCallNotice } from '../../ports/carrier/notice-sender.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Message } from '../../ports/store/change.ts';
import { noticeChannelOf } from '../../usecases/carrier/save-delivery.ts';
import { noticeLink } from '../../usecases/notice-link.ts';

export type LinkPorts = {
  secrets: Secrets;
  /** Where the business opens the links of a notice; `undefined` leaves them out. */
  publicBaseUrl: string | undefined;
};

export type NoticeText = Pick<MissedCallNotice, 'text' | 'subject' | 'link' | 'burst'>;

/** Returns what every notice about a callback contains besides its text. */
export function noticeFacts(
  callback: Callback,
): Omit<MissedCallNotice, keyof NoticeText | 'messageId' | 'to'> {
  return {
    requestReference: callback.reference,
    siteId: callback.siteId,
    visitor: callback.visitor,
    about: callback.subject,
    page: callback.page,
    outcome: callback.outcome ?? '',
    createdAt: callback.createdAt,
  };
}

/** Returns the text about several callbacks, as far as it fits the message's channel, with a link to their list. */
export function describeList(
  ports: LinkPorts,
  { channel }: Pick<Message, 'channel'>,
  { bodies, title }: { bodies: MessageBodies; title: string },
  callbacks: readonly Callback[],
): NoticeText {
  const listLink = ports.publicBaseUrl === undefined ? undefined : `${ports.publicBaseUrl}/admin/`;
  const links = new Map(callbacks.map((callback) => [callback, linkOf(ports, callback)]));
  const linkTo = (callback: Callback) => links.get(callback);
  const text = bodies.folded({
    title,
    channel: noticeChannelOf({ channel }),
    callbacks,
    linkOf: linkTo,
    listLink,
  });
  const urls = [...links.values(), listLink].flatMap((url) => (url === undefined ? [] : [url]));
  return {
    text,
    subject: title,
    link: listLink === undefined ? undefined : { url: listLink, title: bodies.callbackListTitle },
    burst: { count: callbacks.length, links: urls.filter((url) => text.includes(url)) },
  };
}

export function linkOf({ secrets, publicBaseUrl }: LinkPorts, callback: Callback): string | undefined {
  return publicBaseUrl === undefined ? undefined : noticeLink({ secrets, publicBaseUrl }, callback);
}

/**
 * The references that a text names, that of its own callback in any case. A text about an earlier end of the callback
 * does not name all of them.
 */
export function marksOf(text: string, own: Callback, all: readonly Callback[]): string[] {
  const named = all.map(({ reference }) => reference).filter((reference) => text.includes(reference));
  return [own.reference, ...named];
}
