/** The lifetime of a process, from its start to its kill. */
export type ProcessLifetime = {
  readonly over: boolean;
  end(): void;
  /** Work of the process: after its death nothing starts and no promise settles. */
  inside<T>(work: () => Promise<T>): Promise<T>;
  /** Work for a client outside the process: the death rejects it like a broken connection. */
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
