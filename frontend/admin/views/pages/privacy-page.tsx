import '../../styles/pages.css';
import { useSignal } from '@preact/signals';
import { operatorApi } from '../../api/operator-api.ts';
import { saveFile } from '../../requests/export.ts';
import { serverNow } from '../../state/clock.ts';
import { ask } from '../../state/dialogs.ts';
import { showToast } from '../../state/toasts.ts';
import { plural } from '../../words/numbers.ts';
import { explainFailure } from '../../words/problems.ts';
import { noProof, ProofFields } from '../parts/proof-fields.tsx';
import { useRead } from './read.ts';

/** A visitor's right to a copy of the data, and to its deletion. */
export function PrivacyPage() {
  const { body: factor } = useRead(operatorApi.secondFactor);
  const phone = useSignal('');
  const proof = useSignal(noProof);
  const result = useSignal('');
  const isBusy = useSignal(false);

  async function run(act: () => Promise<string | undefined>): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    result.value = (await act()) ?? '';
    // A code works once.
    proof.value = { ...proof.value, code: '' };
    isBusy.value = false;
  }

  async function exportData(): Promise<string | undefined> {
    const answer = await operatorApi.exportVisitor({ phone: phone.value, ...proof.value });
    if (!answer.ok) return complain(explainFailure(answer));
    const rows = Object.values(answer.body.tables).flat().length;
    const day = new Date(serverNow()).toISOString().slice(0, 10);
    if (rows > 0)
      saveFile(
        new Blob([JSON.stringify(answer.body, undefined, 2)], { type: 'application/json' }),
        `visitor-data-${day}.json`,
      );
    const optOut = answer.body.opted_out ? ' This number has opted out.' : '';
    return rows === 0
      ? `Nothing is stored about this number.${optOut}`
      : `The file is saved: ${plural(rows, 'row', 'rows')}.${optOut}`;
  }

  async function erase(): Promise<string | undefined> {
    const isSure = await ask({
      title: 'Erase everything about this number?',
      text: 'Its requests, messages, notes and calls are deleted for good, from the disk too. An opt-out stays.',
      confirm: 'Erase',
      isDangerous: true,
    });
    if (!isSure) return undefined;
    const answer = await operatorApi.eraseVisitor({ phone: phone.value, ...proof.value });
    if (!answer.ok) return complain(explainFailure(answer));
    const { erased_requests: count, scrubbed } = answer.body;
    const rest = scrubbed ? '' : ' Another program reads the database file, so it is rewritten within a day.';
    return `Erased: ${plural(count, 'request', 'requests')}.${rest}`;
  }

  return (
    <>
      <h1>Privacy</h1>
      <p class="lead">
        A visitor can ask for a copy of everything that is stored about their number, or for its deletion.
        Both are written to the activity log, without the number.
      </p>
      <form
        class="form-row"
        onSubmit={(event) => {
          event.preventDefault();
          void run(exportData);
        }}
      >
        <label>
          Phone number
          <input
            type="tel"
            required
            maxLength={40}
            autocomplete="off"
            placeholder="+1 201 555 0123"
            value={phone.value}
            onInput={(event) => {
              phone.value = event.currentTarget.value;
            }}
          />
        </label>
        <ProofFields proof={proof} needsCode={factor.value?.on === true} />
        <button type="submit" class="button primary" disabled={isBusy.value}>
          Export data
        </button>
        <button
          type="button"
          class="button danger"
          disabled={isBusy.value}
          onClick={(event) => {
            if (event.currentTarget.form?.reportValidity() === true) void run(erase);
          }}
        >
          Erase data…
        </button>
      </form>
      <p role="status" class="result">
        {result.value}
      </p>
    </>
  );
}

function complain(text: string): undefined {
  showToast({ kind: 'error', text });
}
