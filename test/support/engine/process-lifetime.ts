/** The time from a process's start until it is killed. */
export type ProcessLifetime = {
  readonly over: boolean;
  end(): void;
  /** Work of the process itself: once it is dead, nothing begins and nothing that was waited for comes back. */
  inside<T>(work: () => Promise<T>): Promise<T>;
  /** Somebody else waits for an answer of this process; its death is a broken connection. */
  outside<T>(work: Promise<T>): Promise<T>;
};

export function createProcessLifetime(): ProcessLifetime {
  const onDeath = new Set<() => void>();
  let over = false;
  return {
    get over() {
      return over;
    },
    end() {
      over = true;
      for (const tell of onDeath) tell();
      onDeath.clear();
    },
    inside(work) {
      return new Promise((resolve, reject) => {
        if (over) return;
        work().then(
          (result) => over || resolve(result),
          (error) => over || reject(error),
        );
      });
    },
    outside(work) {
      return new Promise((resolve, reject) => {
        const reset = () => reject(new Error('the process died before it answered'));
        if (over) return reset();
        onDeath.add(reset);
        work.then(resolve, reject).finally(() => onDeath.delete(reset));
      });
    },
  };
}
