import { emitKeypressEvents, type Key } from 'node:readline';

/** Reads single keys until `stop`. Ctrl-C and Ctrl-D arrive as `quit`, an arrow as its name. */
export type Keys = {
  /** Resolves with the next key, or with `undefined` after `waitMs`. */
  next(waitMs?: number): Promise<string | undefined>;
  stop(): void;
};

export function readKeys(input: NodeJS.ReadStream): Keys {
  const arrived: string[] = [];
  let awaiting: ((key: string) => void) | undefined;

  function onKey(text: string | undefined, { name, ctrl }: Key): void {
    const isQuit = ctrl === true && (name === 'c' || name === 'd');
    const key = isQuit ? 'quit' : (name ?? text ?? '').toLowerCase();
    if (awaiting === undefined) arrived.push(key);
    else awaiting(key);
  }

  emitKeypressEvents(input);
  input.on('keypress', onKey);
  input.setRawMode?.(true);
  input.resume();
  return {
    next(waitMs) {
      const first = arrived.shift();
      if (first !== undefined) return Promise.resolve(first);
      return new Promise((resolve) => {
        const timer = waitMs === undefined ? undefined : setTimeout(() => done(undefined), waitMs);
        const done = (key: string | undefined) => {
          clearTimeout(timer);
          awaiting = undefined;
          resolve(key);
        };
        awaiting = done;
      });
    },
    stop() {
      input.off('keypress', onKey);
      input.setRawMode?.(false);
      input.pause();
    },
  };
}
