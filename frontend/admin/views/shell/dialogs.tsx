import { shortcuts } from '../../flow/shortcuts.ts';
import { dismissJob, job } from '../../requests/jobs.ts';
import { list } from '../../requests/list.ts';
import { openDialog, question } from '../../state/dialogs.ts';
import { changeSettings, settings } from '../../state/settings.ts';
import { readable } from '../../words/labels.ts';
import { plural } from '../../words/numbers.ts';
import { Modal } from '../parts/modal.tsx';
import { Palette } from './palette.tsx';

export function Dialogs() {
  const close = () => {
    openDialog.value = undefined;
  };
  return (
    <>
      {openDialog.value === 'palette' && <Palette onClose={close} />}
      {openDialog.value === 'help' && <Help onClose={close} />}
      {openDialog.value === 'job' && <JobResults onClose={close} />}
      <Confirm />
    </>
  );
}

function Confirm() {
  const asked = question.value;
  if (asked === undefined) return undefined;
  return (
    <Modal label={asked.title} class="confirm" onClose={() => asked.answer(false)}>
      <h2>{asked.title}</h2>
      <p>{asked.text}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => asked.answer(false)}>
          Keep as it is
        </button>
        <button
          type="button"
          class={`button ${asked.isDangerous === true ? 'danger' : 'primary'}`}
          onClick={() => asked.answer(true)}
        >
          {asked.confirm}
        </button>
      </div>
    </Modal>
  );
}

function Help({ onClose }: { onClose: () => void }) {
  return (
    <Modal label="Keyboard shortcuts" onClose={onClose}>
      <h2>Keyboard shortcuts</h2>
      <dl class="keys">
        {shortcuts.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={settings.value.singleKeys}
          onChange={(event) => changeSettings({ singleKeys: event.currentTarget.checked })}
        />
        Shortcuts of a single letter
      </label>
      <div class="buttons">
        <button type="button" class="button primary" onClick={onClose}>
          Close
        </button>
      </div>
    </Modal>
  );
}

function JobResults({ onClose }: { onClose: () => void }) {
  const known = job.value;
  const names = new Map(list.value?.rows.map(({ request_id, name }) => [request_id, name]));
  const results = known?.results ?? [];
  return (
    <Modal label="Result of each request" onClose={onClose}>
      <h2>Result of each request</h2>
      <p class="muted">{plural(results.length, 'request')}, those with a problem first.</p>
      <section class="results" tabIndex={0} aria-label="Results">
        <table>
          <thead>
            <tr>
              <th scope="col">Request</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {results
              .toSorted((a, b) => Number(a.ok) - Number(b.ok))
              .slice(0, 1_000)
              .map(({ id, ok, code }) => (
                <tr key={id}>
                  <td>{names.get(id) ?? <code>{id}</code>}</td>
                  <td>{ok ? 'Done' : readable(code ?? 'failed')}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      <div class="buttons">
        <button
          type="button"
          class="button"
          onClick={() => {
            onClose();
            dismissJob();
          }}
        >
          Dismiss
        </button>
        <button type="button" class="button primary" onClick={onClose}>
          Close
        </button>
      </div>
    </Modal>
  );
}
