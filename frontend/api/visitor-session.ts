import type { Session } from '../../contract/sign-in.ts';

let current: Session | undefined;
const listeners: (() => void)[] = [];

/** The session of the visitor who signed in. It lives as long as the page: the bearer token is never stored. */
export const visitorSession = {
  read: () => current,
  keep(next: Session | undefined): void {
    current = next;
    for (const listener of listeners) listener();
  },
  onChange: (listener: () => void) => void listeners.push(listener),
};

export function bearerHeader(): Record<string, string> {
  return current === undefined ? {} : { authorization: `Bearer ${current.access_token}` };
}
