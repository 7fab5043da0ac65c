import { field } from './form.ts';

export type PageQuery = { page: number; pageSize: number; after: string | null };

export type Page<T> = {
  items: T[];
  meta: {
    page: number;
    page_size: number;
    start: number;
    end: number;
    uri: string;
    first_page_uri: string;
    next_page_uri: string | null;
    previous_page_uri: string | null;
  };
};

/** Reads Page, PageSize (50, at most 1000) and PageToken; null when one is no number. */
export function pageQuery(query: URLSearchParams): PageQuery | null {
  const page = Number(field(query, 'Page') ?? 0);
  const pageSize = Number(field(query, 'PageSize') ?? 50);
  if (!Number.isInteger(page) || page < 0 || !Number.isInteger(pageSize) || pageSize < 1) return null;
  const token = field(query, 'PageToken');
  return {
    page,
    pageSize: Math.min(pageSize, 1_000),
    after: token?.startsWith('PA') ? token.slice(2) : null,
  };
}

function startOf<T extends { sid: string }>(
  items: readonly T[],
  { page, pageSize, after }: PageQuery,
): number {
  const previous = after === null ? -1 : items.findIndex(({ sid }) => sid === after);
  return previous >= 0 ? previous + 1 : page * pageSize;
}

/**
 * Cuts one page out of a list, newest first. The token of the next page names the last item of this one, so
 * that items created meanwhile do not shift it.
 */
export function paginate<T extends { sid: string }>(
  items: readonly T[],
  query: URLSearchParams,
  asked: PageQuery,
  path: string,
): Page<T> {
  const { page, pageSize } = asked;
  const start = startOf(items, asked);
  const shown = items.slice(start, start + pageSize);
  const uri = (number: number, token: string | null) => {
    const next = new URLSearchParams(query);
    next.set('PageSize', String(pageSize));
    next.set('Page', String(number));
    if (token === null) next.delete('PageToken');
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
      first_page_uri: uri(0, null),
      next_page_uri: more ? uri(page + 1, `PA${last.sid}`) : null,
      previous_page_uri: page > 0 ? uri(page - 1, null) : null,
    },
  };
}

const dayMs = 86_400_000;

/**
 * Twilio's date filters: `Name` is one UTC day (or one second), `Name<` on or before, `Name>` on or after.
 * A moment that is not set matches no filter; an unreadable date is ignored.
 */
export function matchesDate(query: URLSearchParams, name: string, at: number | null): boolean {
  const asked = ['', '<', '>'].map((operator) => Date.parse(field(query, name + operator) ?? ''));
  const [on = Number.NaN, before = Number.NaN, after = Number.NaN] = asked;
  if (asked.every(Number.isNaN)) return true;
  if (at === null) return false;
  const width = /T/.test(field(query, name) ?? '') ? 1_000 : dayMs;
  const within = Number.isNaN(on) || (at >= on && at < on + width);
  return within && (Number.isNaN(before) || at <= before) && (Number.isNaN(after) || at >= after);
}
