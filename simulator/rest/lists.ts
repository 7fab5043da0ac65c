import { field } from './form.ts';

export type PageQuery = { page: number; pageSize: number; after: string | undefined };

/** Reads Page, PageSize (50; at most 1000) and PageToken. Returns undefined when a number is invalid. */
export function pageQuery(query: URLSearchParams): PageQuery | undefined {
  const page = Number(field(query, 'Page') ?? 0);
  const pageSize = Number(field(query, 'PageSize') ?? 50);
  if (!Number.isInteger(page) || page < 0 || !Number.isInteger(pageSize) || pageSize < 1) return undefined;
  const token = field(query, 'PageToken');
  return {
    page,
    pageSize: Math.min(pageSize, 1_000),
    after: token?.startsWith('PA') ? token.slice(2) : undefined,
  };
}

function startOf<T extends { sid: string }>(
  items: readonly T[],
  { page, pageSize, after }: PageQuery,
): number {
  const previous = after === undefined ? -1 : items.findIndex(({ sid }) => sid === after);
  return previous >= 0 ? previous + 1 : page * pageSize;
}

/**
 * Returns one page of a list, newest first, with Twilio's paging fields. The next page's token names the last item of
 * this page, so new items do not shift the next page.
 */
export function paginate<T extends { sid: string }>(
  items: readonly T[],
  query: URLSearchParams,
  pageRequest: PageQuery,
  path: string,
) {
  const { page, pageSize } = pageRequest;
  const start = startOf(items, pageRequest);
  const shown = items.slice(start, start + pageSize);
  const uri = (number: number, token?: string) => {
    const next = new URLSearchParams(query);
    next.set('PageSize', String(pageSize));
    next.set('Page', String(number));
    if (token === undefined) next.delete('PageToken');
    else next.set('PageToken', token);
    return `${path}?${next}`;
  };
  const last = shown.at(-1);
  const more = last !== undefined && start + shown.length < items.length;
  return {
    items: shown,
    meta: {
      page,
      page_size: pageSize,
      start: page * pageSize,
      end: page * pageSize + Math.max(0, shown.length - 1),
      uri: uri(page, field(query, 'PageToken')),
      first_page_uri: uri(0),
      next_page_uri: more ? uri(page + 1, `PA${last.sid}`) : null,
      previous_page_uri: page > 0 ? uri(page - 1) : null,
    },
  };
}

const dayMs = 86_400_000;

/**
 * Applies Twilio's date filters. `Name` selects one UTC day (or one second), `Name<` also earlier times, `Name>` also
 * later times.
 * An absent time matches no filter. An invalid date is ignored.
 */
export function matchesDate(query: URLSearchParams, name: string, at: number | undefined): boolean {
  const dates = ['', '<', '>'].map((operator) => Date.parse(field(query, name + operator) ?? ''));
  const [on = Number.NaN, before = Number.NaN, after = Number.NaN] = dates;
  if (dates.every(Number.isNaN)) return true;
  if (at === undefined) return false;
  const width = /T/.test(field(query, name) ?? '') ? 1_000 : dayMs;
  const within = Number.isNaN(on) || (at >= on && at < on + width);
  return within && (Number.isNaN(before) || at <= before) && (Number.isNaN(after) || at >= after);
}
