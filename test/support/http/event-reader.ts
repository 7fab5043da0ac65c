import { get, type IncomingHttpHeaders } from 'node:http';

type StreamEvent = { id: string; name: string; data: string };

/** A client of an event stream, over a real socket. */
export type EventReader = {
  status: number;
  headers: IncomingHttpHeaders;
  events: StreamEvent[];
  comments: string[];
  /** Resolves when the condition holds; rejects when the stream ends first. */
  until(isSo: () => boolean): Promise<void>;
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  /** Stops reading, so that the server's buffers fill. */
  pause(): void;
  close(): void;
};

export function openEventReader(url: string, headers: Record<string, string> = {}): Promise<EventReader> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (response) => {
      const events: StreamEvent[] = [];
      const comments: string[] = [];
      const waiting = new Set<() => void>();
      let over = false;
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          if (block.startsWith(':')) comments.push(block.slice(1).trim());
          else if (block.includes('data: ')) events.push(readEvent(block));
        }
        for (const look of waiting) look();
      });
      const ended = new Promise<void>((end) => {
        response.on('error', () => {});
        response.on('close', () => {
          over = true;
          for (const look of waiting) look();
          end();
        });
      });
      const until = (isSo: () => boolean) =>
        new Promise<void>((done, fail) => {
          const look = () => {
            if (!isSo() && !over) return;
            waiting.delete(look);
            if (isSo()) done();
            else fail(new Error(`The stream ended before it came so: ${isSo}`));
          };
          waiting.add(look);
          look();
        });
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        events,
        comments,
        until,
        ended,
        pause: () => response.pause(),
        close: () => request.destroy(),
      });
    });
    request.on('error', reject);
  });
}

function readEvent(block: string): StreamEvent {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
  return { id: field('id'), name: field('event'), data: field('data') };
}
