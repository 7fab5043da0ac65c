import { randomInt } from 'node:crypto';
import type { Clock } from '../time/clock.ts';
import { sleep } from '../time/wait.ts';
import type { Control } from './control.ts';
import type { CallReport } from './reports.ts';
import { createStoryVisitor } from './story-visitor.ts';

export type StoryStep = 'request' | 'code' | 'business' | 'press' | 'visitor' | 'talk' | 'end';

/** How far the story is. It is over at the step `end`, or with a problem. */
export type Story = { step: StoryStep; problem?: string };

export type StoryPlayer = {
  /** Starts the story. Returns why it cannot start; undefined when it plays. */
  play(): 'is-playing' | 'no-application' | undefined;
  current(): Story | undefined;
  /** Forgets the story, for a reset or a stop. */
  stop(): void;
};

/** Long enough to read the code, and to count as a talk. */
const readingMs = 2_500;
const talksMs = 12_000;
const lookMs = 1_000;
const codeTimeoutMs = 20_000;

/** Plays one callback from the request to the end: a visitor asks, and both phones answer by themselves. */
export function createStoryPlayer({
  control,
  clock,
  applicationUrl,
}: {
  control: Control;
  clock: Clock;
  /** Address of the application; undefined while the account has no webhook and no page. */
  applicationUrl: () => string | undefined;
}): StoryPlayer {
  let story: Story | undefined;
  let abort = new AbortController();

  async function run(url: string, mine: Story, signal: AbortSignal): Promise<void> {
    const visitor = createStoryVisitor(url, signal);
    const startedAt = new Date(clock.now()).toISOString();
    const { request_id, phone: shown } = await visitor.request((example) => unusedLike(example, control));
    const phone = `+${shown.replace(/\D/g, '')}`;
    mine.step = 'code';
    const restore = letPhonesAnswer(control, phone);
    try {
      const code = await codeFor(phone, signal);
      await sleep(clock, readingMs, signal);
      await visitor.verify(request_id, code);
      for (;;) {
        const { outcome, message } = await visitor.read(request_id);
        mine.step = stepOf(control.calls(), { phone, startedAt }) ?? mine.step;
        if (outcome) {
          if (outcome === 'talked') mine.step = 'end';
          else mine.problem = message;
          return;
        }
        await sleep(clock, lookMs, signal);
      }
    } finally {
      restore();
    }
  }

  async function codeFor(phone: string, signal: AbortSignal): Promise<string> {
    for (let waitedMs = 0; waitedMs < codeTimeoutMs; waitedMs += lookMs) {
      const [code] =
        control
          .messages({ to: phone })
          .at(-1)
          ?.body.match(/\b\d{6}\b(?![\s\S]*\b\d{6}\b)/) ?? [];
      if (code !== undefined) return code;
      await sleep(clock, lookMs, signal);
    }
    throw new Error(`No text with a code came to ${phone}.`);
  }

  return {
    play() {
      const url = applicationUrl();
      if (story !== undefined && story.step !== 'end' && story.problem === undefined) return 'is-playing';
      if (url === undefined) return 'no-application';
      const mine: Story = { step: 'request' };
      story = mine;
      abort = new AbortController();
      run(url, mine, abort.signal).catch((error: Error) => {
        mine.problem = error.message;
      });
      return undefined;
    },
    current: () => story,
    stop() {
      abort.abort(new Error('The story was stopped.'));
      story = undefined;
    },
  };
}

/** Returns a number like the example with other last digits, which no phone here has. */
function unusedLike(example: string, control: Control): string {
  const known = control.snapshot().phones.map(({ number }) => number.slice(-lastDigits.length));
  for (;;) {
    const number = example.replace(lastDigits.pattern, String(randomInt(100)).padStart(2, '0'));
    if (!known.includes(number.replace(/\D/g, '').slice(-lastDigits.length))) return number;
  }
}

/** Fictitious numbers of North America differ in their last two digits. */
const lastDigits = { pattern: /\d\d$/, length: 7 };

/** Lets the named phones and the visitor's answer. Returns what gives the named ones their scripts back. */
function letPhonesAnswer(control: Control, phone: string): () => void {
  const named = control.snapshot().phones.filter(({ name }) => name !== undefined);
  for (const { number } of named) control.setPhone({ number, script: 'human', talksMs });
  control.setPhone({ number: phone, script: 'human', talksMs });
  return () => {
    for (const { number, script } of named) control.setPhone({ number, script });
  };
}

/** Returns the step that the story's calls have reached; undefined before the first call. */
function stepOf(
  calls: CallReport[],
  { phone, startedAt }: { phone: string; startedAt: string },
): StoryStep | undefined {
  const own = calls.filter(({ createdAt, direction }) => createdAt >= startedAt && direction !== 'inbound');
  const visitorLeg = own.findLast(({ to }) => to === phone);
  if (visitorLeg !== undefined) return visitorLeg.bridgedAt === undefined ? 'visitor' : 'talk';
  const businessLeg = own.findLast(({ direction }) => direction === 'outbound-api');
  if (businessLeg === undefined) return undefined;
  return businessLeg.answeredAt === undefined ? 'business' : 'press';
}
