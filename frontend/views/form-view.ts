import type { CallbackState } from '../../contract/callback.ts';
import type { Problem } from '../../contract/problem.ts';
import { type CallbackApi, createIdempotencyKeys } from '../api/callback-api.ts';
import { type Answer, type Failure, network } from '../api/fetch-json.ts';
import { requestPage } from '../api/request-page.ts';
import { retryUntilAnswered } from '../api/retry-until-answered.ts';
import { visitorSession } from '../api/visitor-session.ts';
import { announce, showAlert, showFailure, showRetrying } from '../dom/alerts.ts';
import { element, showText } from '../dom/elements.ts';
import {
  control,
  type FieldErrors,
  fields,
  isField,
  showFieldError,
  showFieldErrors,
} from '../dom/form-fields.ts';
import { loadFollowWords, wordsLoaded } from '../dom/load-words.ts';
import type { SignInRow } from '../sign-in/sign-in-row.ts';
import { consentId, language, rareWords, words } from '../words/page.ts';
import { countriesCalled, explainProblem } from '../words/problems.ts';
import { allowedCountries, requestLabel } from './site-view.ts';

/** The form in which a visitor requests a callback. */
export function createFormView(page: {
  api: CallbackApi;
  signIn: SignInRow;
  onRequested: (state: CallbackState) => Promise<void>;
  /** The visitor has begun to type. */
  onTyping: () => void;
}): void {
  const form = element('request-form', HTMLFormElement);
  const alert = element('form-alert', HTMLElement);
  const button = element('request-button', HTMLButtonElement);
  const idempotencyKeys = createIdempotencyKeys();
  const captcha = lazyCaptcha(page.api);
  /** Number of the submission under way; 0 for none. */
  let active = 0;
  let submissions = 0;
  let isLost = false;

  async function submit(): Promise<void> {
    await wordsLoaded();
    if (active !== 0) return;
    const errors = findErrors();
    showFieldErrors(errors);
    if (Object.keys(errors).length > 0) {
      announce(Object.values(errors).join(' '));
      return;
    }
    if (page.signIn.isRequired()) return page.signIn.open();
    submissions += 1;
    const mine = submissions;
    const values = readForm();
    const key = idempotencyKeys.keyFor(JSON.stringify(values));
    setActive(mine);
    const answer = await retryUntilAnswered(() => request(values, key), {
      isOver: () => active !== mine,
      onLost,
    });
    if (answer === undefined) return;
    if (answer.ok) {
      captcha.renew();
      idempotencyKeys.renew();
      await page.onRequested(answer.body);
    }
    setActive(0);
    showAlert(alert, '');
    if (isProblem(answer, 'sign-in-required')) visitorSession.keep(undefined);
    if (!answer.ok) showRefusal(answer);
  }

  /** A puzzle can age while the visitor's computer sleeps. Another one is solved once, without asking the visitor. */
  async function request(values: object, key: string, canRenew = true): Promise<Answer<CallbackState>> {
    const solved = await captcha.solution();
    if (!solved.ok) return solved;
    if (!(await hasWords())) return network;
    const answer = await page.api.request(values, key, solved.body.solution);
    if (!isProblem(answer, 'captcha-refused')) return answer;
    captcha.renew();
    return canRenew && solved.body.isAutomatic ? request(values, key, false) : answer;
  }

  function setActive(submission: number): void {
    active = submission;
    isLost = false;
    button.setAttribute('aria-disabled', String(active !== 0));
    showText(button, active === 0 ? requestLabel() : words.form.sending);
  }

  function onLost(): void {
    isLost = true;
    showRetrying(alert);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (active === 0) void submit();
  });
  const begin = () => {
    captcha.start();
    page.onTyping();
  };
  form.addEventListener('input', begin, { once: true });
  // A request that is still being repeated belongs to the person who was signed in.
  visitorSession.onChange(() => {
    if (active !== 0) showAlert(alert, '');
    setActive(0);
    idempotencyKeys.renew();
  });
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLElement && isField(target.id)) showFieldError(target.id, '');
    showFilledDetails();
    showPrefix();
    // Stops the retries, so that the values before this correction are not sent.
    if (isLost) setActive(0);
    if (active === 0) showAlert(alert, '');
    showSubjectLength();
  });
  showSubjectLength();
  showPrefix();
}

/** The captcha, loaded when the visitor begins to type. A script that cannot be loaded is a network failure. */
function lazyCaptcha(api: CallbackApi) {
  let captcha: Captcha | undefined;
  async function load(): Promise<Captcha> {
    const { createCaptcha } = await import('../captcha/captcha.ts');
    captcha ??= createCaptcha(api);
    return captcha;
  }
  return {
    start: () =>
      void load().then(
        ({ start }) => start(),
        () => {},
      ),
    solution: () =>
      load().then(
        ({ solution }) => solution(),
        () => network,
      ),
    renew: () => captcha?.renew(),
  };
}

type Captcha = ReturnType<typeof import('../captcha/captcha.ts').createCaptcha>;

/** Whether the words for the answer are there. */
function hasWords(): Promise<boolean> {
  return loadFollowWords().then(
    () => true,
    () => false,
  );
}

function isProblem(answer: Answer<unknown>, code: Problem['code']): boolean {
  return !answer.ok && answer.reason === 'problem' && answer.problem.code === code;
}

/** A value that the visitor did not type, such as one from a sign-in, is not sent unseen. */
function showFilledDetails(): void {
  const isFilled = control('email').value !== '' || control('subject').value !== '';
  if (isFilled) element('more', HTMLDetailsElement).open = true;
}

/** Hides the country code before a number that brings its own. */
function showPrefix(): void {
  const phone = control('phone');
  phone.parentElement?.toggleAttribute('data-plus', /^\s*(?:\+|00)/.test(phone.value));
}

function showSubjectLength(): void {
  const subject = control('subject');
  const count = `${subject.value.length} / ${subject.maxLength}`;
  showText(element('subject-count', HTMLElement), count);
}

function readForm() {
  const [phone, name, email, subject] = fields.map((field) => control(field).value.trim());
  const { value: website } = element('website', HTMLInputElement);
  return {
    name: name ?? '',
    phone: phone ?? '',
    email,
    subject,
    page: requestPage(),
    consent: consentId,
    language,
    ...(website === '' ? {} : { website }),
  };
}

/** Shorter than any number that can be called: refused without asking the server, with all other errors. */
const minPhoneDigits = 5;

function findErrors(): FieldErrors {
  const errors: FieldErrors = {};
  if (control('phone').value.trim() === '') errors.phone = words.form.phoneMissing;
  else if ((control('phone').value.match(/\p{Nd}/gu) ?? []).length < minPhoneDigits)
    errors.phone = words.form.phoneShort;
  if (control('name').value.trim() === '') errors.name = words.form.nameMissing;
  const email = control('email');
  // Text that was copied can bring invisible characters along, which no visitor could find.
  if (!email.checkValidity()) email.value = email.value.replace(/[\p{C}\s]/gu, '');
  if (!email.checkValidity()) errors.email = words.form.emailWrong;
  return errors;
}

function showRefusal(failure: Failure): void {
  const alert = element('form-alert', HTMLElement);
  const errors = failure.reason === 'problem' ? fieldProblems(failure.problem) : {};
  if (failure.reason !== 'problem' || Object.keys(errors).length === 0) {
    showFailure(alert, failure);
    return;
  }
  showFieldErrors(errors);
  announce(Object.values(errors).join(' '));
}

/** Returns the problems that are shown below a field. */
function fieldProblems(problem: Problem): FieldErrors {
  const { code, errors = [] } = problem;
  if (code === 'phone-region-not-allowed') return { phone: countriesCalled(allowedCountries()) };
  if (code.startsWith('phone-') || code === 'opted-out' || code === 'too-many-codes')
    return { phone: explainProblem(problem) };
  const { nameWrong: name, emailWrong: email, subjectWrong: subject } = words.form;
  const wrong = { name, email, subject, phone: rareWords.problems['phone-not-a-number'] };
  return Object.fromEntries(errors.flatMap(({ field }) => (isField(field) ? [[field, wrong[field]]] : [])));
}
