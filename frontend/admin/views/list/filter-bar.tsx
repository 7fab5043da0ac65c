import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { exportCsv, isExporting } from '../../requests/export.ts';
import {
  type Filter,
  filter,
  isFiltered,
  pageSizes,
  type Range,
  ranges,
  withoutFilters,
} from '../../requests/filter.ts';
import { canSave, rangeLabels, saveView } from '../../requests/saved-views.ts';
import { showToast } from '../../state/toasts.ts';
import { type Outcome, outcomeWords, type Status, statusWords } from '../../words/labels.ts';
import { Icon } from '../parts/icon.tsx';

const typingMs = 250;

function change(part: Partial<Filter>): void {
  filter.value = { ...filter.value, ...part };
}

export function FilterBar() {
  const given = filter.value;
  return (
    <search class="filters" aria-label="Filters">
      <SearchField />
      <label>
        <span class="visually-hidden">Status</span>
        <select
          value={given.needsYou ? 'needs-you' : given.status.join(',')}
          onChange={(event) => changeStatus(event.currentTarget.value)}
        >
          <option value="">Any status</option>
          <option value="needs-you">Needs you</option>
          <option value="verified,calling,connected">Pending</option>
          {Object.entries(statusWords).map(([status, word]) => (
            <option key={status} value={status}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">Outcome</span>
        <select
          value={given.outcome[0] ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            change({ outcome: value === '' ? [] : [value as Outcome] });
          }}
        >
          <option value="">Any outcome</option>
          {Object.entries(outcomeWords).map(([outcome, word]) => (
            <option key={outcome} value={outcome}>
              {word}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">Time</span>
        <select
          value={given.range}
          onChange={(event) => change({ range: event.currentTarget.value as Range })}
        >
          {ranges.map((range) => (
            <option key={range} value={range}>
              {rangeLabels[range]}
            </option>
          ))}
        </select>
      </label>
      {given.range === 'custom' && <Days given={given} />}
      <label>
        <span class="visually-hidden">Requests on a page</span>
        <select
          value={given.limit}
          onChange={(event) => change({ limit: Number(event.currentTarget.value) })}
        >
          {pageSizes.map((size) => (
            <option key={size} value={size}>
              {size} per page
            </option>
          ))}
        </select>
      </label>
      <span class="filters-end">
        {isFiltered(given) && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              filter.value = withoutFilters(given);
            }}
          >
            Clear all
          </button>
        )}
        {canSave(given) && (
          <button
            type="button"
            class="button quiet"
            onClick={() => {
              saveView(given);
              showToast({
                kind: 'success',
                text: 'The view is saved in this browser, without what you searched for.',
              });
            }}
          >
            <Icon name="star" />
            Save view
          </button>
        )}
        <button type="button" class="button" disabled={isExporting.value} onClick={() => void exportCsv()}>
          <Icon name="download" />
          {isExporting.value ? 'Exporting…' : 'Export CSV'}
        </button>
      </span>
    </search>
  );
}

function changeStatus(value: string): void {
  if (value === 'needs-you') change({ needsYou: true, status: [] });
  else change({ needsYou: false, status: value === '' ? [] : (value.split(',') as Status[]) });
}

/** Searches while the operator types, after a moment without another letter. */
function SearchField() {
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSignalEffect(() => {
    const { text } = filter.value;
    if (field.current !== null && field.current.value.trim() !== text) field.current.value = text;
  });
  return (
    <div class="search-field">
      <Icon name="search" />
      <input
        ref={field}
        id="search"
        type="search"
        aria-label="Search by name or phone"
        placeholder="Name, or digits of the phone"
        autocomplete="off"
        spellcheck={false}
        aria-keyshortcuts="/"
        onInput={(event) => {
          const text = event.currentTarget.value.trim();
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            if (text !== filter.value.text) change({ text });
          }, typingMs);
        }}
      />
    </div>
  );
}

function Days({ given }: { given: Filter }) {
  return (
    <span class="days">
      <input
        type="date"
        aria-label="First day"
        value={given.fromDay}
        onChange={(event) => change({ fromDay: event.currentTarget.value })}
      />
      –
      <input
        type="date"
        aria-label="Last day"
        value={given.toDay}
        onChange={(event) => change({ toDay: event.currentTarget.value })}
      />
    </span>
  );
}
