import { useSignal } from '@preact/signals';
import type { BegunSecondFactor, SecondFactorState } from '../../../../contract/operator/second-factor.ts';
import { operatorApi } from '../../api/operator-api.ts';
import { saveFile } from '../../requests/export.ts';
import { showToast } from '../../state/toasts.ts';
import { explainFailure } from '../../words/problems.ts';
import { Copy } from '../parts/copy.tsx';
import { FailureNotice, Loading } from '../parts/notice.tsx';
import { noProof, ProofFields } from '../parts/proof-fields.tsx';
import { At } from '../parts/time.tsx';
import { useRead } from './read.ts';

/** Switches the code from a phone on and off, for the token that signed in. */
export function SecondFactor() {
  const { body, failure, again } = useRead(operatorApi.secondFactor);
  const begun = useSignal<BegunSecondFactor | undefined>(undefined);
  const recoveryCodes = useSignal<readonly string[] | undefined>(undefined);
  const known = body.value;

  async function begin(): Promise<void> {
    const answer = await operatorApi.beginSecondFactor();
    if (answer.ok) begun.value = answer.body;
    else showToast({ kind: 'error', text: explainFailure(answer) });
  }

  if (known === undefined)
    return failure.value === undefined ? (
      <Loading rows={2} />
    ) : (
      <FailureNotice failure={failure.value} retry={() => void again()} />
    );
  return (
    <section class="factor" aria-labelledby="factor-title">
      <h2 id="factor-title">Code from your phone</h2>
      {recoveryCodes.value !== undefined ? (
        <RecoveryCodes
          codes={recoveryCodes.value}
          onKept={() => {
            recoveryCodes.value = undefined;
          }}
        />
      ) : begun.value !== undefined ? (
        <SetUp
          begun={begun.value}
          onConfirmed={(codes) => {
            recoveryCodes.value = codes;
            begun.value = undefined;
            void again();
          }}
          onCancelled={() => {
            begun.value = undefined;
          }}
        />
      ) : known.on ? (
        <SwitchOff known={known} onDone={() => void again()} />
      ) : (
        <>
          <p>
            Without it, your token alone opens the dashboard. With it, a stolen token is worth nothing. Other
            sessions of your token end, and a script that sends this token is refused from then on: give it a
            token of its own first.
          </p>
          <button type="button" class="button primary" onClick={() => void begin()}>
            Set up
          </button>
        </>
      )}
    </section>
  );
}

function SetUp(props: {
  begun: BegunSecondFactor;
  onConfirmed: (recoveryCodes: readonly string[]) => void;
  onCancelled: () => void;
}) {
  const { begun } = props;
  const code = useSignal('');
  const fault = useSignal('');
  const qr = readQr(begun.qr_svg);

  async function confirm(): Promise<void> {
    const answer = await operatorApi.confirmSecondFactor(code.value);
    if (answer.ok) return props.onConfirmed(answer.body.recovery_codes);
    fault.value = explainFailure(answer);
  }

  return (
    <form
      class="factor-setup"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <p>1. Scan this with an authenticator app, or type the secret into it.</p>
      {qr !== undefined && (
        <svg class="qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label="QR code for the app">
          <path d={qr.path} />
        </svg>
      )}
      <p class="secret">
        <code>{begun.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        <Copy text={begun.secret} what="secret" />
      </p>
      <label>
        2. Enter the six digits that the app shows
        <input
          type="text"
          inputMode="numeric"
          autocomplete="one-time-code"
          required
          value={code.value}
          aria-describedby="factor-fault"
          aria-invalid={fault.value !== ''}
          onInput={(event) => {
            code.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="fault" id="factor-fault" role="alert">
        {fault.value}
      </p>
      <div class="buttons">
        <button type="submit" class="button primary">
          Switch on
        </button>
        <button type="button" class="button quiet" onClick={props.onCancelled}>
          Not now
        </button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = `${codes.join('\n')}\n`;
  return (
    <div class="new-token">
      <p>
        <strong>It is on. Keep these recovery codes.</strong> Each signs you in once when the phone is not at
        hand. They are not shown again.
      </p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <Copy text={text} what="recovery codes" />
        <button
          type="button"
          class="button"
          onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), 'recovery-codes.txt')}
        >
          Save as a file
        </button>
        <button type="button" class="button primary" onClick={onKept}>
          I have kept them
        </button>
      </div>
    </div>
  );
}

function SwitchOff({ known, onDone }: { known: SecondFactorState; onDone: () => void }) {
  const proof = useSignal(noProof);
  const isOpen = useSignal(false);
  const left = known.recovery_codes_left;

  async function switchOff(): Promise<void> {
    const answer = await operatorApi.removeSecondFactor(proof.value);
    if (!answer.ok) return void showToast({ kind: 'error', text: explainFailure(answer) });
    showToast({ kind: 'success', text: 'Your token signs in without a code now.' });
    onDone();
  }

  return (
    <>
      <p>
        On{known.since !== null && <> since {<At at={known.since} />}</>}. {left} of 10 recovery codes are
        left
        {left <= 3 && ': switch it off and on again to get new ones'}.
      </p>
      {!isOpen.value ? (
        <button
          type="button"
          class="button danger-text"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          Switch off…
        </button>
      ) : (
        <form
          class="form-row"
          onSubmit={(event) => {
            event.preventDefault();
            void switchOff();
          }}
        >
          <ProofFields proof={proof} needsCode />
          <button type="submit" class="button danger">
            Switch off
          </button>
        </form>
      )}
    </>
  );
}

/** Reads the squares of the QR code, because this page puts no markup of others into itself. */
function readQr(svg: string): { size: number; path: string } | undefined {
  const size = /viewBox="0 0 (\d+) \1"/.exec(svg)?.[1];
  const path = /<path fill="black" d="([Mhvz\d,-]+)"/.exec(svg)?.[1];
  return size === undefined || path === undefined ? undefined : { size: Number(size), path };
}
