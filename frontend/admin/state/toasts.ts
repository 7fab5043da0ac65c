import { signal } from '@preact/signals';

export type Toast = {
  id: number;
  kind: 'success' | 'error' | 'info';
  text: string;
  action?: { label: string; run: () => void };
};

export const toasts = signal<readonly Toast[]>([]);

/** What the one live region of the page says. Screen readers hear changes only of a region that was there before. */
export const announcement = signal('');

const shownMs = 6_000;
/** A text with a button needs time to find the button. */
const shownWithActionMs = 10_000;
const maxShown = 4;
let lastId = 0;

export function showToast(toast: Omit<Toast, 'id'>): number {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value, { ...toast, id }].slice(-maxShown);
  announce(toast.text);
  setTimeout(() => closeToast(id), toast.action === undefined ? shownMs : shownWithActionMs);
  return id;
}

export function closeToast(id: number): void {
  if (toasts.value.some((toast) => toast.id === id))
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Says a text to screen readers. The same text twice is said twice. */
export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}
