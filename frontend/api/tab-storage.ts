const key = 'callback-request';

/** The id of the request that this tab follows. It opens the request, so it stays out of the address. */
export const followedCallback = {
  read: () => tryStorage(() => sessionStorage.getItem(key)),
  keep: (requestId: string) => tryStorage(() => sessionStorage.setItem(key, requestId)),
  forget: () => tryStorage(() => sessionStorage.removeItem(key)),
};

/** Where a browser forbids storage, a reload forgets what would lie there, and nothing else goes wrong. */
export function tryStorage<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}
