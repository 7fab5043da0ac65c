import type { CallbackState } from '../../contract/callback.ts';
import type { Problem } from '../../contract/problem.ts';
import type { CallbackApi } from '../api/callback-api.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { debug } from '../debug.ts';
import { announce, showAlert, showFailure } from '../dom/alerts.ts';
import { createCodeField } from '../dom/code-field.ts';
import { element, showText } from '../dom/elements.ts';
import { showFieldError } from '../dom/form-fields.ts';
import { nonBreaking } from '../words/format.ts';
import { words } from '../words/page.ts';
import { explainProblem } from '../words/problems.ts';
import { createResendView } from './resend-view.ts';

export type CodeView = {
  show(state: CallbackState): void;
  enter(): void;
  leave(): void;
};

type Page = {
  api: CallbackApi;
  onState: (state: CallbackState) => void;
  /** Nothing can be entered for this request any more. */
  onOver: () => void;
  onChangeNumber: () => void;
};

/** The view in which a visitor proves the phone. A code is checked by itself, and each one only once. */
export function createCodeView({ api, onState, onOver, onChangeNumber }: Page): CodeView {
  const alert = element('code-alert', HTMLElement);
  const verifyButton = element('verify-button', HTMLButtonElement);
  let requestId = '';
  let isVerifying = false;
  let refused = '';
  let visit = 0;
  const field = createCodeField(element('code', HTMLInputElement), {
    complete,
    edit: () => showFieldError('code', ''),
  });
  const resend = createResendView(() => complain(words.code.expired));

  function complete(code: string): void {
    if (!isVerifying && code !== refused) void verify(code);
  }

  async function verify(code: string): Promise<void> {
    const mine = visit;
    setVerifying(true);
    showAlert(alert, '');
    const answer = await retryUntilAnswered(() => api.verify(requestId, code), {
      isOver: () => visit !== mine,
      onLost,
    });
    if (answer === undefined) return;
    debug('code checked', { result: answer.ok ? 'right' : answerCode(answer) });
    showAlert(alert, '');
    // After a right code nothing more is checked, not even where a late Enter arrives.
    if (answer.ok) return onState(answer.body);
    setVerifying(false);
    if (answer.reason === 'problem') refuse(answer.problem, code);
  }

  function refuse(problem: Problem, code: string): void {
    if (problem.code === 'request-ended' || problem.code === 'not-found') {
      onOver();
      return;
    }
    const { guesses_left: left } = problem;
    refused = code;
    complain(left === undefined ? explainProblem(problem) : words.code.guesses(left));
    field.focus();
    field.select();
    // What was typed while the first was being checked.
    if (field.value().length === 6) complete(field.value());
  }

  function complain(sentence: string): void {
    showFieldError('code', sentence);
    announce(sentence);
  }

  function onLost(): void {
    showAlert(alert, `${words.network.failed}.`, words.network.retrying);
    announce(`${words.network.failed}. ${words.network.retrying}`);
  }

  function setVerifying(now: boolean): void {
    isVerifying = now;
    verifyButton.setAttribute('aria-disabled', String(now));
    showText(verifyButton, now ? words.code.checking : words.code.verify);
  }

  async function sendAgain(): Promise<void> {
    const mine = visit;
    const answer = await api.resend(requestId);
    if (visit !== mine) return;
    if (!answer.ok) return announce(showFailure('code-alert', answer));
    reset();
    onState(answer.body);
    field.receive();
    field.focus();
    announce(words.code.resent);
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
    if (code.length < 6) complain(words.code.sixDigits);
    else if (code === refused) complain(words.code.sameAgain);
    else void verify(code);
  });
  element('resend-button', HTMLButtonElement).addEventListener('click', () => void sendAgain());
  element('change-button', HTMLButtonElement).addEventListener('click', onChangeNumber);

  return {
    show(state) {
      requestId = state.request_id;
      showText(element('code-sent', HTMLElement), words.code[delivery(state)](nonBreaking(state.phone)));
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

/** That the request has arrived, and where the text with the code is. */
export function codeSentWords(state: CallbackState): string {
  return `${words.code.received} ${words.code[delivery(state)](state.phone)}`;
}

function delivery({ code }: CallbackState): 'sending' | 'sent' | 'failed' {
  return code?.delivery ?? 'sending';
}

function answerCode(answer: { reason: string; problem?: Problem }): string {
  return answer.problem?.code ?? answer.reason;
}
