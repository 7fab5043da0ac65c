import { EventEmitter, once } from 'node:events';
import type { Asking } from '../asking.ts';

/** A line that the wizard or the doctor says. */
export type Line = { kind: 'good' | 'info' | 'warn' | 'bad' | 'heading'; text: string; fix?: string };

type Option = { value: string; label: string; hint?: string };

export type Question =
  | { kind: 'text'; message: string; initial: string | undefined; secret: boolean; optional: boolean }
  | { kind: 'choose'; message: string; options: Option[]; initial: string | undefined };

/** What the page shows: a question, work in progress, or the end. */
export type View = {
  lines: readonly Line[];
  question?: Question & { id: number };
  working?: string;
  /** The doctor's report; the setup is over. */
  report?: readonly Line[];
};

export type PageAsking = ReturnType<typeof createPageAsking>;

type Open = { question: Question & { id: number }; accept(typed: string): string | undefined };

/** Asks on a page: each question waits until `answer` brings an accepted answer. */
export function createPageAsking() {
  const changes = new EventEmitter();
  const lines: Line[] = [];
  let open: Open | undefined;
  let working: string | undefined;
  let report: readonly Line[] | undefined;
  let stop: (fault: Error) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  // Nothing may wait for it.
  stopped.catch(() => {});
  let lastId = 0;

  /** `accept` returns the problem of an answer, or resolves the question with it. */
  function put<T>(
    question: Question,
    read: (typed: string) => { value: T } | { problem: string },
  ): Promise<T> {
    lastId += 1;
    const id = lastId;
    const answered = new Promise<T>((resolve) => {
      const accept = (typed: string) => {
        const found = read(typed);
        if ('problem' in found) return found.problem;
        open = undefined;
        resolve(found.value);
        return undefined;
      };
      open = { question: { ...question, id }, accept };
    });
    changes.emit('change');
    return Promise.race([answered, stopped]);
  }

  function choose<Value extends string>(
    message: string,
    options: (Option & { value: Value })[],
    initial: Value | undefined,
  ): Promise<Value> {
    return put({ kind: 'choose', message, options, initial }, (typed) => {
      const found = options.find(({ value }) => value === typed);
      return found === undefined ? { problem: 'Choose one of these.' } : { value: found.value };
    });
  }

  const asking: Asking = {
    text({ message, initial, secret = false, check }) {
      const question: Question = {
        kind: 'text',
        message,
        initial,
        secret,
        optional: check('') === undefined,
      };
      return put(question, (typed) => {
        const problem = check(typed.trim());
        return problem === undefined ? { value: typed.trim() } : { problem };
      });
    },
    choose: ({ message, options, initial }) => choose(message, options, initial),
    async confirm(message, initial) {
      const options = [
        { value: 'yes', label: 'Yes' },
        { value: 'no', label: 'No' },
      ];
      return (await choose(message, options, initial ? 'yes' : 'no')) === 'yes';
    },
    tell: (text) => void lines.push({ kind: 'good', text }),
    warn: (text) => void lines.push({ kind: 'warn', text }),
    async during(message, work) {
      working = message;
      changes.emit('change');
      try {
        return await Promise.race([work(), stopped]);
      } finally {
        working = undefined;
      }
    },
  };

  return {
    asking,
    view(): View {
      return {
        lines,
        ...(open !== undefined && { question: open.question }),
        ...(working !== undefined && { working }),
        ...(report !== undefined && { report }),
      };
    },
    /** Returns what is wrong with an answer. An answer to another question than the present one changes nothing. */
    answer(id: number, typed: string): string | undefined {
      return open?.question.id === id ? open.accept(typed) : undefined;
    },
    /** Resolves when there is a new step to show, at the latest after `timeoutMs`. */
    async settle(timeoutMs: number): Promise<void> {
      if (open !== undefined || report !== undefined) return;
      await once(changes, 'change', { signal: AbortSignal.timeout(timeoutMs) }).catch(() => {});
    },
    finish(found: readonly Line[]): void {
      report = found;
      working = undefined;
      changes.emit('change');
    },
    stop(message: string): void {
      open = undefined;
      stop(
        Object.assign(new Error(message), {
          code: 'setup-stopped',
          advice: './run.sh setup --page starts again',
        }),
      );
    },
  };
}
