import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import logo from '../../../logo.svg';
import { phase, signIn, site } from '../../state/session.ts';
import { explainFailure } from '../../words/problems.ts';

/** A token that is pasted is sent at once; one that is typed waits for Enter, because each wrong one costs time. */
const minTokenLength = 20;

export function SignIn() {
  const token = useSignal('');
  const fault = useSignal('');
  const isBusy = useSignal(false);
  const isShown = useSignal(false);
  const code = useSignal('');
  const needsCode = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const codeField = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => codeField.current?.focus(), [needsCode.value]);

  async function submit(): Promise<void> {
    if (isBusy.value || token.value.trim() === '') return;
    isBusy.value = true;
    fault.value = '';
    const failure = await signIn(token.value, needsCode.value ? code.value.trim() : '');
    isBusy.value = false;
    if (failure === undefined) return;
    const problem = failure.reason === 'problem' ? failure.problem.code : undefined;
    const isFirstAsked = problem === 'totp-required' && !needsCode.value;
    needsCode.value = needsCode.value || isFirstAsked;
    if (problem === 'operator-token-wrong') needsCode.value = false;
    fault.value = isFirstAsked ? '' : explainFailure(failure);
    const wrong = needsCode.value ? codeField.current : field.current;
    wrong?.focus();
    wrong?.select();
  }

  async function paste(): Promise<void> {
    try {
      token.value = (await navigator.clipboard.readText()).trim();
      await submit();
    } catch {
      fault.value = 'The browser did not allow pasting. Press Ctrl or Cmd and V in the field.';
    }
  }

  return (
    <main class="sign-in">
      <form
        class="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <img src={logo} alt="" width="44" height="44" />
        <h1>{phase.value === 'ended' ? 'Your session has ended' : 'Sign in to the dashboard'}</h1>
        <p class="muted">
          {phase.value === 'ended'
            ? 'Sign in again to go on where you were. What you typed is kept.'
            : `Callback requests of ${site.value?.business_name ?? 'your business'}`}
        </p>
        <label for="token">Access token</label>
        <div class="token-field">
          <input
            ref={field}
            id="token"
            name="token"
            type={(isShown.value ? 'text' : 'password') as 'password'}
            autocomplete="current-password"
            spellcheck={false}
            autocapitalize="off"
            value={token.value}
            aria-describedby="token-fault token-hint"
            aria-invalid={fault.value !== ''}
            onInput={(event) => {
              token.value = event.currentTarget.value;
              const isWhole = token.value.trim().length >= minTokenLength && isInserted(event);
              if (isWhole) void submit();
            }}
          />
          <button
            type="button"
            class="button quiet"
            aria-pressed={isShown.value}
            onClick={() => {
              isShown.value = !isShown.value;
            }}
          >
            Show
          </button>
        </div>
        {needsCode.value && (
          <>
            <label for="code">Code from your phone, or a recovery code</label>
            <input
              ref={codeField}
              id="code"
              name="code"
              type="text"
              autocomplete="one-time-code"
              spellcheck={false}
              autocapitalize="off"
              value={code.value}
              aria-describedby="token-fault"
              aria-invalid={fault.value !== ''}
              onInput={(event) => {
                code.value = event.currentTarget.value;
                if (/^\d{6}$/.test(code.value)) void submit();
              }}
            />
          </>
        )}
        <p class="fault" id="token-fault" role="alert">
          {fault.value}
        </p>
        <div class="sign-in-buttons">
          <button type="submit" class="button primary" disabled={isBusy.value}>
            {isBusy.value ? 'Signing in…' : 'Sign in'}
          </button>
          <button type="button" class="button" onClick={() => void paste()}>
            Paste token
          </button>
        </div>
        <p class="hint" id="token-hint">
          The first token is ADMIN_API_TOKEN in the server’s settings. An admin can create others.
        </p>
      </form>
    </main>
  );
}

/** Whether a text came at once: pasted, dropped, or filled in by a password manager, which names no kind of input. */
function isInserted(event: Event): boolean {
  const { inputType = '', data } = event as Partial<InputEvent>;
  const isTyped = inputType === 'insertText' && (data ?? '').length <= 1;
  return !isTyped && !inputType.startsWith('delete');
}

export function Connecting() {
  return (
    <main class="sign-in">
      <div class="sign-in-card" role="status">
        <img src={logo} alt="" width="44" height="44" />
        {phase.value === 'unreachable' ? (
          <>
            <h1>The server cannot be reached</h1>
            <p class="muted">
              This page tries again by itself. Check your connection, and that the server is running.
            </p>
          </>
        ) : (
          <p class="muted">Connecting…</p>
        )}
      </div>
    </main>
  );
}
