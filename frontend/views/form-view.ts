import type { CallbackState } from '../../contract/callback.ts';
import type { Problem } from '../../contract/problem.ts';
import { type CallbackApi, createOutbox } from '../api/callback-api.ts';
import type { Answer } from '../api/fetch-json.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { visitorSession } from '../api/visitor-session.ts';
import { createCaptcha } from '../captcha/captcha.ts';
import { announce, showAlert, showFailure } from '../dom/alerts.ts';
import { element, showText } from '../dom/elements.ts';
import {
  control,
  type FieldErrors,
  fields,
  isField,
  showFieldError,
  showFieldErrors,
} from '../dom/form-fields.ts';
import type { SignInRow } from '../sign-in/sign-in-row.ts';
import { consent, words } from '../words/page.ts';
import { countriesCalled, explainProblem } from '../words/problems.ts';
import { allowedCountries, requestLabel } from './site-view.ts';

/** The form in which a visitor asks for a call. */
export function createFormView(page: {
  api: CallbackApi;
  signIn: SignInRow;
  onRequested: (state: CallbackState) => void;
}): void {
  const form = element('request-form', HTMLFormElement);
  const alert = element('form-alert', HTMLElement);
  const button = element('request-button', HTMLButtonElement);
  const outbox = createOutbox();
  const captcha = createCaptcha(page.api);
  /** The sending that is under way; none is 0. */
  let sending = 0;
  let sendings = 0;
  let isLost = false;

  async function send(): Promise<void> {
    const errors = findErrors();
    showFieldErrors(errors);
    if (Object.keys(errors).length > 0) {
      announce(Object.values(errors).join(' '));
      return;
    }
    if (page.signIn.isMissing()) return page.signIn.open();
    sendings += 1;
    const mine = sendings;
    const { body, key } = outbox.prepare(readForm());
    setSending(mine);
    const answer = await retryUntilAnswered(() => ask(body, key), {
      isOver: () => sending !== mine,
      onLost,
    });
    if (answer === undefined) return;
    setSending(0);
    showAlert(alert, '');
    if (answer.ok || isProblem(answer, 'captcha-refused')) captcha.forget();
    if (isProblem(answer, 'sign-in-required')) visitorSession.keep(undefined);
    if (answer.ok) {
      outbox.clear();
      page.onRequested(answer.body);
    } else showRefusal(answer);
  }

  async function ask(body: string, key: string): Promise<Answer<CallbackState>> {
    const solved = await captcha.solution();
    return solved.ok ? page.api.request(body, key, solved.body) : solved;
  }

  function setSending(mine: number): void {
    sending = mine;
    isLost = false;
    button.setAttribute('aria-disabled', String(mine !== 0));
    showText(button, mine === 0 ? requestLabel() : words.form.sending);
  }

  function onLost(): void {
    isLost = true;
    showAlert(alert, `${words.network.failed}.`, words.network.retrying);
    announce(`${words.network.failed}. ${words.network.retrying}`);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (sending === 0) void send();
  });
  form.addEventListener('input', captcha.begin, { once: true });
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLElement && isField(target.id)) showFieldError(target.id, '');
    // What is corrected now must not go out as it was before.
    if (isLost) setSending(0);
    if (sending === 0) showAlert(alert, '');
    showCount();
  });
  showCount();
}

function isProblem(answer: Answer<unknown>, code: Problem['code']): boolean {
  return !answer.ok && answer.reason === 'problem' && answer.problem.code === code;
}

function showCount(): void {
  const subject = control('subject');
  const count = `${subject.value.length} / ${subject.maxLength}`;
  showText(element('subject-count', HTMLElement), count);
}

function readForm() {
  const [name, phone, email, subject] = fields.map((field) => control(field).value.trim());
  const { value: website } = element('website', HTMLInputElement);
  return {
    name: name ?? '',
    phone: phone ?? '',
    email,
    subject,
    page: location.href.replace(/[?#].*/, ''),
    consent: consent.id,
    ...(website === '' ? {} : { website }),
  };
}

function findErrors(): FieldErrors {
  const errors: FieldErrors = {};
  if (control('name').value.trim() === '') errors.name = words.form.nameMissing;
  if (control('phone').value.trim() === '') errors.phone = words.form.phoneMissing;
  if (!control('email').checkValidity()) errors.email = words.form.emailWrong;
  return errors;
}

function showRefusal(answer: Extract<Answer<unknown>, { ok: false }>): void {
  const errors = answer.reason === 'problem' ? fieldProblems(answer.problem) : {};
  if (answer.reason !== 'problem' || Object.keys(errors).length === 0) {
    announce(showFailure('form-alert', answer));
    return;
  }
  showFieldErrors(errors);
  const alert = element('form-alert', HTMLElement);
  showAlert(alert, words.form.marked, words.network.support(answer.problem.code));
  announce(Object.values(errors).join(' '));
}

/** Problems that belong to a field stand below it. */
function fieldProblems(problem: Problem): FieldErrors {
  const { code, errors = [] } = problem;
  if (code === 'phone-region-not-allowed') return { phone: countriesCalled(allowedCountries()) };
  if (code.startsWith('phone-') || code === 'opted-out') return { phone: explainProblem(problem) };
  const known = errors.flatMap(({ field, problem: wrong }) =>
    isField(field) ? [[field, words.form.fieldWrong(wrong)]] : [],
  );
  return Object.fromEntries(known);
}
