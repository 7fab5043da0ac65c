import {
  actionWords,
  dismissJob,
  hasEnded,
  job,
  moveJob,
  showResults,
  startJob,
} from '../../requests/jobs.ts';
import { list } from '../../requests/list.ts';
import {
  clearSelection,
  isAnySelected,
  isPageSelected,
  selectAllMatching,
  selection,
} from '../../requests/selection.ts';
import { mayUse } from '../../state/session.ts';
import { countValue, countWords, formatNumber, plural } from '../../words/numbers.ts';

/** What can be done with the chosen requests. */
export function BulkBar() {
  const known = list.value;
  if (!isAnySelected.value || known === undefined) return undefined;
  const chosen = selection.value;
  const offersAll =
    chosen.kind === 'ids' && isPageSelected.value && countValue(known.total) > known.rows.length;
  return (
    <section class="bulk" aria-label="Selection">
      <p>
        <strong>
          {chosen.kind === 'all'
            ? `All ${countWords(known.total)} that match`
            : formatNumber(chosen.ids.size)}
        </strong>{' '}
        selected
      </p>
      {offersAll && (
        <button type="button" class="button quiet" onClick={selectAllMatching}>
          Select all {countWords(known.total)} that match
        </button>
      )}
      <span class="bulk-actions">
        {mayUse('operator') && (
          <>
            <button type="button" class="button" onClick={() => void startJob('done')}>
              Mark as done
            </button>
            <button type="button" class="button" onClick={() => void startJob('retry')}>
              Retry
            </button>
            <button type="button" class="button danger-text" onClick={() => void startJob('cancel')}>
              Cancel requests
            </button>
          </>
        )}
        <button type="button" class="button quiet" onClick={clearSelection}>
          Clear selection
        </button>
      </span>
    </section>
  );
}

/** The progress of an action on many requests, also of one that another tab started. */
export function JobBar() {
  const known = job.value;
  if (known === undefined) return undefined;
  const finished = known.done + known.skipped + known.failed;
  const isOver = hasEnded(known);
  const words = actionWords[known.action];
  return (
    <section class="job" aria-label="Progress">
      <p>
        <strong>
          {words.title}: {formatNumber(finished)} of {plural(known.total, 'request')}
        </strong>
        <span class="muted">
          {' '}
          {known.state === 'running' ? 'running' : known.state} · {formatNumber(known.done)} done ·{' '}
          {formatNumber(known.skipped)} skipped · {formatNumber(known.failed)} failed
        </span>
      </p>
      <progress max={Math.max(1, known.total)} value={finished} aria-label={`${words.title}: progress`} />
      <span class="bulk-actions">
        {known.state === 'running' && (
          <button type="button" class="button" onClick={() => void moveJob('pause')}>
            Pause
          </button>
        )}
        {known.state === 'paused' && (
          <button type="button" class="button" onClick={() => void moveJob('resume')}>
            Go on
          </button>
        )}
        {!isOver && (
          <button type="button" class="button danger-text" onClick={() => void moveJob('stop')}>
            Stop
          </button>
        )}
        <button type="button" class="button" onClick={() => void showResults()}>
          Results
        </button>
        {isOver && (
          <button type="button" class="button quiet" onClick={dismissJob}>
            Dismiss
          </button>
        )}
      </span>
    </section>
  );
}
