import {
  cursors,
  firstRowNumber,
  isLoading,
  list,
  nextPage,
  pageNumber,
  previousPage,
} from '../../requests/list.ts';
import { countWords, formatNumber, plural } from '../../words/numbers.ts';
import { Icon } from '../parts/icon.tsx';

/** Which part of the list is shown, and of how many. */
export function Pager() {
  const known = list.value;
  if (known === undefined || known.rows.length === 0) return undefined;
  const first = firstRowNumber.value;
  const last = first + known.rows.length - 1;
  const isWhole = cursors.value.length === 0 && known.next === undefined;
  return (
    <nav class="pager" aria-label="Pages of the list">
      <p>
        {isWhole ? (
          typeof known.total === 'number' && plural(known.total, 'request')
        ) : (
          <>
            {formatNumber(first)}–{formatNumber(last)} of <strong>{countWords(known.total)}</strong>
          </>
        )}
      </p>
      {!isWhole && (
        <span class="pager-buttons">
          <button
            type="button"
            class="button"
            disabled={cursors.value.length === 0 || isLoading.value}
            onClick={() => void previousPage().then(toTop)}
          >
            <Icon name="left" />
            Previous
          </button>
          <span class="muted">Page {formatNumber(pageNumber.value)}</span>
          <button
            type="button"
            class="button"
            disabled={known.next === undefined || isLoading.value}
            onClick={() => void nextPage().then(toTop)}
          >
            Next
            <Icon name="right" />
          </button>
        </span>
      )}
    </nav>
  );
}

function toTop(): void {
  document.querySelector('.filters')?.scrollIntoView({ block: 'start' });
}
