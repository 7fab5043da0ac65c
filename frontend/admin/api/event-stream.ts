import type { CallbackRow } from '../../../contract/operator/callbacks.ts';
import { sendOperator } from './operator-fetch.ts';

export type StreamEvent = { kind: 'callback'; row: CallbackRow } | { kind: 'resync' } | { kind: 'alive' };

/** The API sends a first byte at once and then one at least every 15 s. Without them, a proxy holds the stream back. */
const firstByteMs = 4_000;
const silenceMs = 20_000;

/** Whether the next try can succeed: a proxy that holds streams back will hold the next one back too. */
export type StreamEnd = 'broken' | 'held-back' | 'refused';

/**
 * Follows the operator's events over fetch, because EventSource cannot send headers. Resolves with the reason when the
 * stream ends, also after `signal`.
 */
export async function followEvents(
  onEvent: (event: StreamEvent) => void,
  { signal }: { signal: AbortSignal },
): Promise<StreamEnd> {
  const own = new AbortController();
  const stop = () => own.abort();
  signal.addEventListener('abort', stop, { once: true });
  let isFirst = true;
  let timer = setTimeout(stop, firstByteMs);
  try {
    const response = await sendOperator('/events', { signal: own.signal });
    if (!response.ok || response.body === null) return 'refused';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return 'broken';
      clearTimeout(timer);
      timer = setTimeout(stop, silenceMs);
      isFirst = false;
      onEvent({ kind: 'alive' });
      const blocks = (text + value).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) readBlock(block, onEvent);
    }
  } catch {
    return isFirst && own.signal.aborted && !signal.aborted ? 'held-back' : 'broken';
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    own.abort();
  }
}

/** Reads one event: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
function readBlock(block: string, onEvent: (event: StreamEvent) => void): void {
  const lines = block.split('\n');
  const field = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim())
      .join('\n');
  const name = field('event');
  if (name === 'callback') onEvent({ kind: 'callback', row: JSON.parse(field('data')) });
  if (name === 'resync') onEvent({ kind: 'resync' });
}
