import type { Session } from '../../contract/sign-in.ts';

let current: Session | undefined;
const listeners: (() => void)[] = [];

/** Who has signed in, for as long as this page is open: the bearer is kept in no storage. */
export const visitorSession = {
  read: () => current,
  keep(next: Session | undefined): void {
    current = next;
    for (const tell of listeners) tell();
  },
  onChange: (listener: () => void) => void listeners.push(listener),
};

/** What shows the API who asks. */
export function bearerHeader(): Record<string, string> {
  return current === undefined ? {} : { authorization: `Bearer ${current.access_token}` };
}
