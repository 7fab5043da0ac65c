/**
 * Values that survive a reload in this tab. Where the browser forbids storage, nothing is kept and `read` returns
 * undefined. The page works without it.
 */
export const tabStorage = {
  read: (key: string) => tryStorage(() => sessionStorage.getItem(key)) ?? undefined,
  write: (key: string, value: string) => tryStorage(() => sessionStorage.setItem(key, value)),
  remove: (key: string) => tryStorage(() => sessionStorage.removeItem(key)),
};

const key = 'callback-followed';

/** Id of the callback that this tab follows. The id gives access to the callback, so it is not in the address. */
export const followedCallback = {
  read: () => tabStorage.read(key),
  keep: (callbackId: string) => tabStorage.write(key, callbackId),
  forget: () => tabStorage.remove(key),
};

function tryStorage<T>(use: () => T): T | undefined {
  try {
    return use();
  } catch {
    return undefined;
  }
}
