import '../../styles/pages.css';
import { useSignal } from '@preact/signals';
import type { AuditPage } from '../../../../contract/operator/audit.ts';
import { operatorApi } from '../../api/operator-api.ts';
import { openDetails } from '../../requests/details.ts';
import { showToast } from '../../state/toasts.ts';
import { readable } from '../../words/labels.ts';
import { explainFailure } from '../../words/problems.ts';
import { FailureNotice, Loading, Notice } from '../parts/notice.tsx';
import { At } from '../parts/time.tsx';
import { useRead } from './read.ts';

type Entry = AuditPage['items'][number];

/** Everything that happened, and who did it. */
export function ActivityPage() {
  const actor = useSignal('');
  const older = useSignal<Entry[]>([]);
  const next = useSignal<AuditPage['next'] | undefined>(undefined);
  const search = (cursor?: string) =>
    operatorApi.audit({
      limit: 50,
      ...(actor.value !== '' && { actor: actor.value }),
      ...(cursor !== undefined && { cursor }),
    });
  const { body, failure, again } = useRead(() => {
    older.value = [];
    next.value = undefined;
    return search();
  });
  const items = [...(body.value?.items ?? []), ...older.value];
  const cursor = next.value === undefined ? body.value?.next : next.value;

  async function more(): Promise<void> {
    if (typeof cursor !== 'string') return;
    const answer = await search(cursor);
    if (!answer.ok) return void showToast({ kind: 'error', text: explainFailure(answer) });
    older.value = [...older.value, ...answer.body.items];
    next.value = answer.body.next;
  }

  return (
    <>
      <h1>Activity</h1>
      <form
        class="form-row"
        onSubmit={(event) => {
          event.preventDefault();
          void again();
        }}
      >
        <label>
          Done by
          <input
            type="search"
            placeholder="Name of a token"
            autocomplete="off"
            value={actor.value}
            onChange={(event) => {
              actor.value = event.currentTarget.value.trim();
              void again();
            }}
          />
        </label>
      </form>
      {body.value === undefined && failure.value !== undefined && (
        <FailureNotice failure={failure.value} retry={() => void again()} />
      )}
      {body.value === undefined && failure.value === undefined && <Loading />}
      {body.value !== undefined && items.length === 0 && (
        <Notice icon="history" title="Nothing was recorded" />
      )}
      <ul class="log">
        {items.map((entry) => (
          <li key={entry.id}>
            <span class="muted">
              <At at={entry.at} />
            </span>
            <span>
              {readable(entry.event)} <span class="muted">by {entry.actor}</span>
            </span>
            {entry.request_id !== null && <OpenRequest id={entry.request_id} event={entry.event} />}
          </li>
        ))}
      </ul>
      {typeof cursor === 'string' && (
        <button type="button" class="button" onClick={() => void more()}>
          Show older
        </button>
      )}
    </>
  );
}

function OpenRequest({ id, event }: { id: string; event: string }) {
  return (
    <button
      type="button"
      class="button small quiet"
      aria-label={`Open the request of “${readable(event)}”`}
      onClick={() => openDetails(id)}
    >
      Open
    </button>
  );
}
