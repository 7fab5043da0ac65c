import type { CallbackRow } from '../../../../contract/operator/callbacks.ts';
import { busyIds, canCancel, cancel, canRetry, markDone, retry } from '../../requests/actions.ts';
import { mayUse } from '../../state/session.ts';
import { Icon } from '../parts/icon.tsx';

/** What can be done with a request now. A viewer sees only the link that calls. */
export function RowActions({ row, isLong = false }: { row: CallbackRow; isLong?: boolean }) {
  const isBusy = busyIds.value.has(row.request_id);
  return (
    <span class="row-actions">
      {row.needs_you && (
        <a
          class={`button ${isLong ? '' : 'small'}`}
          href={`tel:${row.phone}`}
          aria-label={`Call ${row.name}`}
        >
          <Icon name="phone" />
          Call
        </a>
      )}
      {mayUse('operator') && (
        <>
          {row.needs_you && (
            <button
              type="button"
              class={`button primary done ${isLong ? '' : 'small'}`}
              disabled={isBusy}
              aria-label={`Done, I called ${row.name}`}
              onClick={() => void markDone(row, true)}
            >
              <Icon name="check" />
              {isLong ? 'Done, I called them' : 'Done'}
            </button>
          )}
          {row.done !== null && isLong && (
            <button type="button" class="button" disabled={isBusy} onClick={() => void markDone(row, false)}>
              Not done
            </button>
          )}
          {canRetry(row) && (
            <button
              type="button"
              class={isLong ? 'button' : 'icon-button'}
              disabled={isBusy}
              aria-label={`Retry the call with ${row.name}`}
              title="Retry: your phone rings again"
              onClick={() => void retry(row)}
            >
              <Icon name="retry" />
              {isLong && 'Retry'}
            </button>
          )}
          {canCancel(row) && (
            <button
              type="button"
              class={isLong ? 'button' : 'button small quiet'}
              disabled={isBusy}
              aria-label={`Cancel the request of ${row.name}`}
              onClick={() => void cancel(row)}
            >
              {isBusy ? 'Cancelling…' : 'Cancel'}
            </button>
          )}
        </>
      )}
    </span>
  );
}
