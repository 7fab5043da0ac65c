import type { CallbackState } from '../../contract/callback.ts';
import type { Problem } from '../../contract/problem.ts';
import { fill } from '../../languages/fill.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import type { Answer, Failure } from '../api/fetch-json.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { debug } from '../debug.ts';
import { announce, showAlert, showFailure, showRetrying } from '../dom/alerts.ts';
import { createCodeField } from '../dom/code-field.ts';
import { element, showText } from '../dom/elements.ts';
import { showFieldError } from '../dom/form-fields.ts';
import { wrongCode } from '../words/follow.ts';
import { nonBreaking } from '../words/format.ts';
import { followWords, rareWords } from '../words/page.ts';
import { explainProblem } from '../words/problems.ts';
import { type CodeWay, createResendView } from './resend-view.ts';

export type CodeView = {
  show(state: CallbackState): void;
  enter(): void;
  leave(): void;
};

type Page = {
  api: CallbackApi;
  onState: (state: CallbackState) => void;
  /** The callback has ended or is unknown: it takes no more codes. */
  onEnded: () => void;
  onChangeNumber: () => void;
};

/** The view in which a visitor enters the code. It sends six digits immediately, but not the last wrong code again. */
export function createCodeView({ api, onState, onEnded, onChangeNumber }: Page): CodeView {
  const alert = element('code-alert', HTMLElement);
  const verifyButton = element('verify-button', HTMLButtonElement);
  let callbackId = '';
  let isVerifying = false;
  let refused = '';
  /** Grows when the view is entered or left, so that late answers are ignored. */
  let visit = 0;
  const field = createCodeField(element('code', HTMLInputElement), {
    complete,
    edit: () => showFieldError('code', ''),
    ambiguous: () => complain(followWords.code.twoCodes),
  });
  const resend = createResendView({
    onExpired: () => complain(followWords.code.expired),
    onAsked: (by) => void sendAgain(by),
  });

  function complete(code: string): void {
    if (!isVerifying && code !== refused) void verify(code);
  }

  async function verify(code: string): Promise<void> {
    const mine = visit;
    setVerifying(true);
    showAlert(alert, '');
    const answer = await retryUntilAnswered(() => api.verify(callbackId, code), {
      isOver: () => visit !== mine,
      onLost,
    });
    if (answer === undefined) return;
    debug('code checked', { result: answer.ok ? 'right' : failureCode(answer) });
    showAlert(alert, '');
    // Stays in the verifying state after a right code, so that a late Enter sends nothing.
    if (answer.ok) return onState(answer.body);
    setVerifying(false);
    if (answer.reason === 'problem') refuse(answer.problem, code);
  }

  function refuse(problem: Problem, code: string): void {
    if (problem.code === 'request-ended' || problem.code === 'not-found') {
      onEnded();
      return;
    }
    const { guesses_left: left } = problem;
    refused = code;
    complain(left === undefined ? explainProblem(problem) : wrongCode(left));
    field.focus();
    field.select();
    // Checks a code that was typed during the last check.
    if (field.value() !== '') complete(field.value());
  }

  function complain(sentence: string): void {
    showFieldError('code', sentence);
    announce(sentence);
  }

  function onLost(): void {
    showRetrying(alert);
  }

  function setVerifying(now: boolean): void {
    isVerifying = now;
    verifyButton.setAttribute('aria-disabled', String(now));
    showText(verifyButton, now ? followWords.code.checking : followWords.code.verify);
  }

  async function sendAgain(by: CodeWay): Promise<void> {
    const mine = visit;
    const answer = await requestAgain(by);
    if (visit !== mine) return;
    if (!answer.ok) return showFailure(alert, answer);
    reset();
    onState(answer.body);
    field.receive();
    field.focus();
    announce(followWords.code.resent);
  }

  /** A script that cannot be loaded is a network failure. */
  async function requestAgain(by: CodeWay): Promise<Answer<CallbackState>> {
    try {
      const { solveAgain } = await import('../captcha/captcha.ts');
      const solved = await solveAgain(api);
      return solved.ok ? await api.resend(callbackId, solved.body.solution, by) : solved;
    } catch {
      return { ok: false, reason: 'network' };
    }
  }

  function reset(): void {
    refused = '';
    field.clear();
    showFieldError('code', '');
    showAlert(alert, '');
  }

  element('code-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    if (isVerifying) return;
    const code = field.value();
    if (code === '') complain(followWords.code.sixDigits);
    else if (code === refused) complain(followWords.code.sameAgain);
    else void verify(code);
  });
  element('change-button', HTMLButtonElement).addEventListener('click', onChangeNumber);

  return {
    show(state) {
      callbackId = state.request_id;
      showText(element('code-sent', HTMLElement), sentWords(state, nonBreaking(state.phone)));
      resend.show(state);
    },
    enter() {
      visit += 1;
      reset();
      setVerifying(false);
      field.receive();
      field.focus();
    },
    leave() {
      visit += 1;
      resend.stop();
      field.stopReceiving();
    },
  };
}

/** Says that the request has arrived, and whether the code was sent. */
export function codeSentWords(state: CallbackState): string {
  return `${followWords.code.received} ${sentWords(state, state.phone)}`;
}

function sentWords({ code }: CallbackState, phone: string): string {
  const delivery = code?.delivery ?? 'sending';
  return fill((code?.by === 'call' ? rareWords.codeCall : followWords.code)[delivery], { phone });
}

function failureCode(failure: Failure): string {
  return failure.reason === 'problem' ? failure.problem.code : failure.reason;
}
