import type { CallbackDetails } from '../../../../contract/operator/callbacks.ts';
import { saveNote } from '../../requests/actions.ts';
import { draftNote, noteDrafts } from '../../requests/details.ts';
import { mayUse } from '../../state/session.ts';
import { Ago } from '../parts/time.tsx';

const maxLength = 2_000;

export function Notes({ known }: { known: CallbackDetails }) {
  const draft = noteDrafts.value[known.request_id] ?? '';
  if (known.notes.length === 0 && !mayUse('operator')) return undefined;
  return (
    <section class="part" aria-label="Notes">
      <h3>Notes</h3>
      {known.notes.length > 0 && (
        <ul class="notes">
          {known.notes.map(({ text, by, at }) => (
            <li key={at + text}>
              <p>
                <bdi>{text}</bdi>
              </p>
              <span class="muted">
                {by}, <Ago at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {mayUse('operator') && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (draft.trim() !== '') void saveNote(known, draft.trim());
          }}
        >
          <textarea
            rows={2}
            maxLength={maxLength}
            aria-label="New note"
            placeholder="Write a note for your team"
            value={draft}
            onInput={(event) => draftNote(known.request_id, event.currentTarget.value)}
          />
          {draft.trim() !== '' && (
            <button type="submit" class="button">
              Save note
            </button>
          )}
        </form>
      )}
    </section>
  );
}
