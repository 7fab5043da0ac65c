import { useSignalEffect } from '@preact/signals';
import { filter, isFiltered, noFilter, withoutFilters } from '../../requests/filter.ts';
import { isLoading, leftRow, list, listFailure, reloadList, waitingIds } from '../../requests/list.ts';
import { isNarrow } from '../../state/screen.ts';
import { plural } from '../../words/numbers.ts';
import { FailureNotice, Loading, Notice } from '../parts/notice.tsx';
import { BulkBar, JobBar } from './bulk-bar.tsx';
import { CardList } from './card-list.tsx';
import { Cards } from './cards.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Pager } from './pager.tsx';
import { SavedViews } from './saved-views.tsx';
import { RequestTable } from './table.tsx';

/** The list of callback requests with its figures and filters. */
export function RequestsPage() {
  useSignalEffect(() => {
    const index = leftRow.value;
    if (index !== undefined) focusRowAt(index);
  });
  return (
    <>
      <h1 class="visually-hidden">Requests</h1>
      <Cards />
      <SavedViews />
      <FilterBar />
      <JobBar />
      <BulkBar />
      <NewRows />
      <div class="list" aria-busy={isLoading.value}>
        <Rows />
      </div>
      <Pager />
    </>
  );
}

function Rows() {
  const known = list.value;
  if (listFailure.value !== undefined && known === undefined)
    return <FailureNotice failure={listFailure.value} retry={() => void reloadList()} />;
  if (known === undefined) return <Loading rows={8} />;
  if (known.rows.length === 0) return <Nothing />;
  return isNarrow.value ? <CardList rows={known.rows} /> : <RequestTable rows={known.rows} />;
}

function Nothing() {
  const given = filter.value;
  if (given.needsYou)
    return (
      <Notice icon="check" title="No visitor is waiting for you">
        <p>Each failed request is done. New ones appear here.</p>
        <ShowAll />
      </Notice>
    );
  if (isFiltered(given))
    return (
      <Notice icon="search" title="No request matches">
        <p>Try another name, the last four digits of the phone, or a longer time.</p>
        <ShowAll />
      </Notice>
    );
  return (
    <Notice icon="inbox" title="No requests in the last 30 days">
      <p>A request appears here as soon as a visitor asks for a call.</p>
      <button
        type="button"
        class="button"
        onClick={() => {
          filter.value = { ...noFilter, range: 'all' };
        }}
      >
        Look at all times
      </button>
    </Notice>
  );
}

function ShowAll() {
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        filter.value = { ...withoutFilters(filter.value), range: 'all' };
      }}
    >
      Show all requests
    </button>
  );
}

function NewRows() {
  const count = waitingIds.value.size;
  if (count === 0) return undefined;
  return (
    <button type="button" class="new-rows" onClick={() => void reloadList()}>
      {plural(count, 'new request')}, show
    </button>
  );
}

/** The row with the focus may just have left the list: the next one takes its place. */
function focusRowAt(index: number): void {
  requestAnimationFrame(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!isLost) return;
    const buttons = document.querySelectorAll<HTMLElement>('[data-row] .open');
    (
      buttons[index] ??
      buttons[buttons.length - 1] ??
      document.querySelector<HTMLElement>('#search')
    )?.focus();
  });
}
