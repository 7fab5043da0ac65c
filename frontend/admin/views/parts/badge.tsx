import type { CallbackRow } from '../../../../contract/operator/callbacks.ts';
import { outcomeWords, statusWords, stepWords } from '../../words/labels.ts';

/** The status of a request, and the reason in words. */
export function Status({ row }: { row: CallbackRow }) {
  const reason =
    row.outcome !== null ? outcomeWords[row.outcome] : row.step !== null ? stepWords[row.step] : undefined;
  return (
    <span class="status">
      <span class="badge" data-status={row.needs_you ? 'needs-you' : row.status}>
        {statusWords[row.status]}
      </span>
      {row.done !== null && (
        <span class="badge" data-status="done">
          Done by {row.done.by}
        </span>
      )}
      {reason !== undefined && <span class="reason">{reason}</span>}
    </span>
  );
}
