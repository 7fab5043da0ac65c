import * as clack from '@clack/prompts';

/** Asks a person. Each question throws `setup-stopped` when it is left with Ctrl-C or Escape. */
export type Asking = {
  text(question: {
    message: string;
    initial?: string | undefined;
    /** Shown as dots. */
    secret?: boolean;
    /** Returns what is wrong; `undefined` accepts. */
    check(answer: string): string | undefined;
  }): Promise<string>;
  choose<Value extends string>(question: {
    message: string;
    options: { value: Value; label: string; hint?: string }[];
    initial?: Value | undefined;
  }): Promise<Value>;
  confirm(message: string, initial: boolean): Promise<boolean>;
  tell(message: string): void;
  warn(message: string): void;
  /** Shows that a step takes a while. */
  during<T>(message: string, work: () => Promise<T>): Promise<T>;
};

export function createAsking(): Asking {
  return {
    async text({ message, initial, secret, check }) {
      const validate = (answer: string | undefined) => check(answer?.trim() ?? '');
      const answer = secret
        ? await clack.password({ message, validate })
        : await clack.text({ message, validate, ...(initial !== undefined && { initialValue: initial }) });
      return unlessLeft(answer).trim();
    },
    async choose({ message, options, initial }) {
      const answer = await clack.select<string>({
        message,
        options,
        ...(initial !== undefined && { initialValue: initial }),
      });
      return unlessLeft(answer) as (typeof options)[number]['value'];
    },
    confirm: async (message, initial) => unlessLeft(await clack.confirm({ message, initialValue: initial })),
    tell: (message) => clack.log.success(message),
    warn: (message) => clack.log.warn(message),
    async during(message, work) {
      const spinner = clack.spinner();
      spinner.start(message);
      try {
        return await work();
      } finally {
        spinner.stop(message);
      }
    },
  };
}

function unlessLeft<T>(answer: T): Exclude<T, symbol> {
  if (!clack.isCancel(answer)) return answer as Exclude<T, symbol>;
  throw Object.assign(new Error('Setup was left, and nothing was written.'), {
    code: 'setup-stopped',
    advice: './run.sh setup starts again',
  });
}
