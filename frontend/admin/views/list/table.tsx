import { useComputed } from '@preact/signals';
import type { CallbackRow } from '../../../../contract/operator/callbacks.ts';
import { openDetails, openId } from '../../requests/details.ts';
import { filter, type SortField } from '../../requests/filter.ts';
import {
  isAnySelected,
  isPageSelected,
  isSelected,
  togglePage,
  toggleRow,
} from '../../requests/selection.ts';
import { Status } from '../parts/badge.tsx';
import { Copy } from '../parts/copy.tsx';
import { Icon } from '../parts/icon.tsx';
import { Ago } from '../parts/time.tsx';
import { RowActions } from './row-actions.tsx';

export function RequestTable({ rows }: { rows: readonly CallbackRow[] }) {
  return (
    <table class="requests">
      <caption class="visually-hidden">Callback requests</caption>
      <thead>
        <tr>
          <th scope="col" class="check-cell">
            <PageCheck />
          </th>
          <SortHeader field="name" label="Visitor" />
          <th scope="col">Phone</th>
          <th scope="col">Status</th>
          <SortHeader field="created_at" label="Requested" />
          <SortHeader field="updated_at" label="Changed" class="optional changed" />
          <th scope="col" class="optional">
            Reference
          </th>
          <th scope="col">
            <span class="visually-hidden">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row row={row} key={row.request_id} />
        ))}
      </tbody>
    </table>
  );
}

export function PageCheck() {
  return (
    <input
      type="checkbox"
      aria-label="Select all requests of this page"
      checked={isPageSelected.value}
      ref={(box) => {
        if (box !== null) box.indeterminate = isAnySelected.value && !isPageSelected.value;
      }}
      onChange={togglePage}
    />
  );
}

export function RowCheck({ row }: { row: CallbackRow }) {
  const isChosen = useComputed(() => isSelected(row.request_id));
  return (
    <input
      type="checkbox"
      aria-label={`Select ${row.name}, ${row.reference}`}
      checked={isChosen.value}
      onClick={(event) => toggleRow(row.request_id, event.shiftKey)}
    />
  );
}

function Row({ row }: { row: CallbackRow }) {
  const isChosen = useComputed(() => isSelected(row.request_id));
  const isOpen = useComputed(() => openId.value === row.request_id);
  return (
    <tr
      data-row={row.request_id}
      class={isChosen.value ? 'chosen' : ''}
      aria-current={isOpen.value || undefined}
    >
      <td class="check-cell">
        <RowCheck row={row} />
      </td>
      <th scope="row" class="visitor">
        <button type="button" class="open" onClick={() => openDetails(row.request_id)}>
          <bdi>{row.name}</bdi>
        </button>
        {row.subject !== null && (
          <span class="subject" title={row.subject}>
            <bdi>{row.subject}</bdi>
          </span>
        )}
      </th>
      <td class="phone">
        <button type="button" class="plain" onClick={() => openDetails(row.request_id)}>
          {row.phone_formatted}
        </button>
        <Copy text={row.phone} what={`phone number of ${row.name}`} />
      </td>
      <td>
        <Status row={row} />
      </td>
      <td class="when">
        <Ago at={row.created_at} />
      </td>
      <td class="when optional changed">
        <Ago at={row.updated_at} />
      </td>
      <td class="reference optional">
        <button type="button" class="plain" onClick={() => openDetails(row.request_id)}>
          {row.reference}
        </button>
        <Copy text={row.request_id} what={`request id of ${row.reference}`} />
      </td>
      <td class="actions">
        <RowActions row={row} />
      </td>
    </tr>
  );
}

/** A heading that sorts. The direction is told by `aria-sort`. */
function SortHeader({
  field,
  label,
  class: extra = '',
}: {
  field: SortField;
  label: string;
  class?: string;
}) {
  const { sort, order } = filter.value;
  const isSorted = sort === field;
  const direction = order === 'asc' ? ('ascending' as const) : ('descending' as const);
  return (
    <th scope="col" class={extra} aria-sort={isSorted ? direction : 'none'}>
      <button
        type="button"
        class="sort"
        onClick={() => {
          const first = field === 'name' ? 'asc' : 'desc';
          const other = order === 'asc' ? 'desc' : 'asc';
          filter.value = { ...filter.value, sort: field, order: isSorted ? other : first };
        }}
      >
        {label}
        {isSorted && <Icon name={order === 'asc' ? 'up' : 'down'} />}
      </button>
    </th>
  );
}
