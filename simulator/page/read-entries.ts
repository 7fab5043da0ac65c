import type { TimelineEntry } from '../timeline.ts';

function entryOf(event: string): TimelineEntry[] {
  const data = event.split('\n').find((line) => line.startsWith('data: '));
  return data === undefined ? [] : [JSON.parse(data.slice('data: '.length))];
}

/** The entries of a stream of server-sent events, as they arrive together. Ends when the stream does. */
export async function* readEntries(stream: ReadableStream<Uint8Array>): AsyncGenerator<TimelineEntry[]> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    const entries = events.flatMap(entryOf);
    if (entries.length > 0) yield entries;
  }
}
