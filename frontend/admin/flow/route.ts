import { effect, signal } from '@preact/signals';
import { filter, readFragment, writeFragment } from '../requests/filter.ts';

export const pages = [
  'requests',
  'live',
  'insights',
  'activity',
  'system',
  'tokens',
  'privacy',
  'settings',
] as const;
export type Page = (typeof pages)[number];

/** Pages that only admins may use. */
export const adminPages: readonly Page[] = ['tokens', 'privacy'];

export const page = signal<Page>('requests');

export function goTo(next: Page): void {
  page.value = next;
}

/** Keeps page and filter in the fragment, so that they can be shared and survive a reload. */
export function followFragment(): void {
  read();
  window.addEventListener('hashchange', read);
  let isFirst = true;
  effect(() => {
    const parameters = writeFragment(filter.value);
    const fragment = `#/${page.value}${parameters === '' ? '' : `?${parameters}`}`;
    const isOtherPage = !location.hash.startsWith(`#/${page.value}`);
    if (fragment !== location.hash) {
      if (isOtherPage && !isFirst) history.pushState(undefined, '', fragment);
      else history.replaceState(undefined, '', fragment);
    }
    isFirst = false;
  });
}

function read(): void {
  const [path = '', parameters = ''] = location.hash.slice(2).split('?');
  page.value = pages.find((known) => known === path) ?? 'requests';
  const { text } = filter.peek();
  filter.value = { ...readFragment(parameters), text };
}
