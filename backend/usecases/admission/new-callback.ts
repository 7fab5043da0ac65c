import type { Callback } from '../../domain/callback/state.ts';
import type { Secrets } from '../../ports/secrets.ts';

/** What a visitor wants. */
export type Wish = {
  siteId: string;
  name: string;
  email: string | undefined;
  subject: string | undefined;
  page: string | undefined;
};

/** A request as it is before its first commit; its code is about to be sent. */
export function newCallback(secrets: Secrets, wish: Wish, phone: string, at: number): Callback {
  return {
    callbackId: secrets.capability(),
    siteId: wish.siteId,
    reference: secrets.reference(),
    visitor: { name: wish.name, phone, email: wish.email },
    subject: wish.subject,
    page: wish.page,
    status: 'pending',
    outcome: undefined,
    notice: 'none',
    code: { sendNumber: 1, sentAt: at, guesses: 0, delivery: 'sending' },
    attempts: 0,
    version: 0,
    createdAt: at,
    updatedAt: at,
    verifiedAt: undefined,
    endedAt: undefined,
  };
}
