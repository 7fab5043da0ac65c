import '../../styles/pages.css';
import { useEffect } from 'preact/hooks';
import type { CallbackRow } from '../../../../contract/operator/callbacks.ts';
import { board, readBoard } from '../../requests/board.ts';
import { openDetails } from '../../requests/details.ts';
import { fastNow, runFastClock } from '../../state/clock.ts';
import { stepWords } from '../../words/labels.ts';
import { plural } from '../../words/numbers.ts';
import { runningClock } from '../../words/time.ts';
import { RowActions } from '../list/row-actions.tsx';
import { Loading, Notice } from '../parts/notice.tsx';

const steps = ['calling-business', 'business-screening', 'calling-visitor', 'bridged'] as const;

/** Calls in progress with their step, and requests that wait for a line. */
export function LivePage() {
  useEffect(() => {
    void readBoard();
    return runFastClock();
  }, []);
  const rows = board.value;
  if (rows === undefined) return <Loading />;
  const calls = rows.filter(({ status }) => status !== 'verified');
  const waiting = rows.filter(({ status }) => status === 'verified');
  return (
    <>
      <h1>Live calls</h1>
      {rows.length === 0 && (
        <Notice icon="phone" title="No call at the moment">
          <p>A call appears here as soon as your phone rings.</p>
        </Notice>
      )}
      {calls.length > 0 && (
        <ul class="board">
          {calls.map((row) => (
            <Call row={row} key={row.request_id} />
          ))}
        </ul>
      )}
      {waiting.length > 0 && (
        <>
          <h2>{plural(waiting.length, 'request waits', 'requests wait')} for a line</h2>
          <ul class="board">
            {waiting.map((row) => (
              <Call row={row} key={row.request_id} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Call({ row }: { row: CallbackRow }) {
  const at = row.step === null ? -1 : steps.indexOf(row.step);
  return (
    <li class="board-call" data-row={row.request_id}>
      <div>
        <button type="button" class="open" onClick={() => openDetails(row.request_id)}>
          <bdi>{row.name}</bdi>
        </button>
        <span class="muted">{row.phone_formatted}</span>
      </div>
      <p class="board-step">
        {row.step === null
          ? row.status === 'verified'
            ? 'Waiting for a line'
            : 'Starting'
          : stepWords[row.step]}
        <Clock since={row.status === 'verified' ? (row.verified_at ?? row.updated_at) : row.updated_at} />
      </p>
      {row.status !== 'verified' && (
        <ol class="steps" aria-hidden="true">
          {steps.map((step, index) => (
            <li key={step} data-state={index < at ? 'past' : index === at ? 'now' : 'next'} />
          ))}
        </ol>
      )}
      <RowActions row={row} />
    </li>
  );
}

/** How long the step lasts. Screen readers can read it, but it is not announced each second. */
function Clock({ since }: { since: string }) {
  return (
    <span class="clock" role="timer" aria-live="off">
      {runningClock(fastNow.value - Date.parse(since))}
    </span>
  );
}
