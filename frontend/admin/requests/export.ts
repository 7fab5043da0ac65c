import { signal } from '@preact/signals';
import { sendOperator } from '../api/operator-fetch.ts';
import { serverNow, zone } from '../state/clock.ts';
import { showToast } from '../state/toasts.ts';
import { filter, toCallbackFilter } from './filter.ts';

export const isExporting = signal(false);
const maxRows = '10,000';

/** Saves what the filter shows as a CSV file. */
export async function exportCsv(): Promise<void> {
  if (isExporting.value) return;
  isExporting.value = true;
  try {
    const response = await sendOperator('/callbacks/export', {
      body: toCallbackFilter(filter.value, serverNow(), zone.value),
    });
    if (!response.ok) throw new Error(String(response.status));
    const named = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];
    saveFile(await response.blob(), named ?? 'callback_requests.csv');
    showToast({ kind: 'success', text: `The file is saved. It holds at most ${maxRows} requests.` });
  } catch {
    showToast({ kind: 'error', text: 'The export did not work. Please try again.' });
  } finally {
    isExporting.value = false;
  }
}

/** Saves a file through the browser's download. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads the address a moment after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
