import { useSignal } from '@preact/signals';
import type { SystemState } from '../../../../contract/operator/system.ts';
import { operatorApi } from '../../api/operator-api.ts';
import { showToast } from '../../state/toasts.ts';
import { explainFailure } from '../../words/problems.ts';
import { startOfDay } from '../../words/zoned-day.ts';
import { At } from '../parts/time.tsx';

type Props = { business: SystemState['business']; again: () => Promise<void> };

/** Closes the business up to and including a day, or opens it again. */
export function ClosureForm({ business, again }: Props) {
  const day = useSignal('');
  const reason = useSignal('');

  async function save(answer: Awaited<ReturnType<typeof operatorApi.close>>, text: string): Promise<void> {
    showToast(answer.ok ? { kind: 'success', text } : { kind: 'error', text: explainFailure(answer) });
    await again();
  }

  async function close(event: Event): Promise<void> {
    event.preventDefault();
    const until = startOfDay(day.value, business.zone, 1);
    if (until === undefined) return;
    const answer = await operatorApi.close(new Date(until).toISOString(), reason.value.trim());
    await save(answer, 'The business is closed.');
  }

  if (business.closed_until !== null)
    return (
      <p>
        Closed until <At at={business.closed_until} />
        {business.reason !== null && <> ({business.reason})</>}.{' '}
        <button
          type="button"
          class="button"
          onClick={async () => save(await operatorApi.reopen(), 'The opening hours count again.')}
        >
          Open again
        </button>
      </p>
    );
  return (
    <form class="form-row" onSubmit={(event) => void close(event)}>
      <label>
        Closed up to and including
        <input
          type="date"
          required
          value={day.value}
          onInput={(event) => {
            day.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        Reason, for visitors (optional)
        <input
          maxLength={80}
          value={reason.value}
          onInput={(event) => {
            reason.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="button primary">
        Close
      </button>
    </form>
  );
}
