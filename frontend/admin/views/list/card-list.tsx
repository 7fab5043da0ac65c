import { useComputed } from '@preact/signals';
import type { CallbackRow } from '../../../../contract/operator/callbacks.ts';
import { openDetails } from '../../requests/details.ts';
import { isSelected } from '../../requests/selection.ts';
import { Status } from '../parts/badge.tsx';
import { Ago } from '../parts/time.tsx';
import { RowActions } from './row-actions.tsx';
import { PageCheck, RowCheck } from './table.tsx';

/** The requests as cards, for narrow screens. */
export function CardList({ rows }: { rows: readonly CallbackRow[] }) {
  return (
    <>
      <p class="select-page">
        <PageCheck />
        <span aria-hidden="true">Select this page</span>
      </p>
      <ul class="request-cards">
        {rows.map((row) => (
          <RequestCard row={row} key={row.request_id} />
        ))}
      </ul>
    </>
  );
}

function RequestCard({ row }: { row: CallbackRow }) {
  const isChosen = useComputed(() => isSelected(row.request_id));
  return (
    <li data-row={row.request_id} class={isChosen.value ? 'chosen' : ''}>
      <div class="request-card-head">
        <RowCheck row={row} />
        <button type="button" class="open" onClick={() => openDetails(row.request_id)}>
          <bdi>{row.name}</bdi>
        </button>
        <span class="when">
          <Ago at={row.created_at} />
        </span>
      </div>
      <p class="request-card-phone">
        {row.phone_formatted}
        {row.subject !== null && (
          <span class="subject">
            <bdi>{row.subject}</bdi>
          </span>
        )}
      </p>
      <Status row={row} />
      <RowActions row={row} />
    </li>
  );
}
