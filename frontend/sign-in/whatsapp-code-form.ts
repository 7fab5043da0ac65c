import type { Problem } from '../../contract/problem.ts';
import type { Session } from '../../contract/sign-in.ts';
import type { Answer } from '../api/fetch-json.ts';
import { showAlert } from '../dom/alerts.ts';
import { createCodeField } from '../dom/code-field.ts';
import { element, showText } from '../dom/elements.ts';
import { showFieldError } from '../dom/form-fields.ts';
import { wrongCode } from '../words/follow.ts';
import { followWords, rareWords } from '../words/page.ts';
import { explainProblem } from '../words/problems.ts';

type Page = {
  /** Returns undefined if the answer is no longer needed. */
  confirm: (code: string) => Promise<Answer<Session> | undefined>;
  onRight: (session: Session) => void;
  /** The sign-in takes no more codes. */
  onEnded: (sentence: string) => void;
};

/** The form for the code from the chat. Six digits are checked at once, and each wrong code only once. */
export function createWhatsappCodeForm({ confirm, onRight, onEnded }: Page) {
  const button = element('whatsapp-check', HTMLButtonElement);
  let isChecking = false;
  let refused = '';
  const field = createCodeField(element('whatsapp-code', HTMLInputElement), {
    complete,
    edit: () => complain(''),
    ambiguous: () => complain(followWords.code.twoCodes),
  });

  function complete(code: string): void {
    if (!isChecking && code !== refused) void check(code);
  }

  async function check(code: string): Promise<void> {
    setChecking(true);
    const answer = await confirm(code);
    if (answer === undefined) return;
    setChecking(false);
    if (answer.ok) return onRight(answer.body);
    if (answer.reason !== 'problem') return;
    const ended = whyEnded(answer.problem);
    if (ended === undefined) refuse(answer.problem, code);
    else onEnded(ended);
  }

  function refuse(problem: Problem, code: string): void {
    const { guesses_left: left } = problem;
    if (left !== undefined) refused = code;
    complain(left === undefined ? explainProblem(problem) : wrongCode(left, rareWords.whatsapp.noGuesses));
    field.focus();
    field.select();
    // Checks a code that was typed during the last check.
    if (left !== undefined && field.value() !== '') complete(field.value());
  }

  function complain(sentence: string): void {
    showFieldError('whatsapp-code', sentence);
  }

  function setChecking(now: boolean): void {
    isChecking = now;
    button.setAttribute('aria-disabled', String(now));
    showText(button, now ? rareWords.whatsapp.checking : rareWords.whatsapp.check);
  }

  element('whatsapp-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (isChecking) return;
    const code = field.value();
    if (code === '') complain(rareWords.whatsapp.sixDigits);
    else if (code === refused) complain(rareWords.whatsapp.sameAgain);
    else void check(code);
  });

  return {
    /** Prepares the form for another sign-in. */
    reset(): void {
      refused = '';
      field.clear();
      complain('');
      showAlert(element('whatsapp-alert', HTMLElement), '');
      setChecking(false);
    },
  };
}

function whyEnded({ code, guesses_left: left }: Problem): string | undefined {
  if (code === 'code-spent' || left === 0) return rareWords.whatsapp.noGuesses;
  return code === 'hand-off-refused' ? rareWords.whatsapp.expired : undefined;
}
