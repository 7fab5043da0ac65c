import type { FastifyInstance, FastifyReply } from 'fastify';

/** A stream of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export type EventStream = {
  /** `data` must hold no line breaks. */
  send(event: { id: string; name: string; data: string }): void;
  /** Sends a comment, so that proxies do not close a silent connection. */
  heartbeat(): void;
  end(): void;
};

/** A connection with more unsent bytes is closed: its page does not read. */
const maxBufferedBytes = 64 * 1024;

/** Time that a page waits before it reconnects. */
const reconnectDelayMs = 2_000;

/** Turns a reply into a stream. `onClose` runs once, when the page or the server ends it. */
export function openEventStream(reply: FastifyReply, onClose: () => void): EventStream {
  const { raw } = reply;
  reply.hijack();
  if (raw.destroyed || raw.socket?.destroyed === true) {
    onClose();
    return { send() {}, heartbeat() {}, end() {} };
  }
  raw.once('close', onClose);
  // 'close' follows every error, and data lost on the way to a closed page does not matter.
  raw.on('error', () => {});
  reply.headers({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  for (const [name, value] of Object.entries(reply.getHeaders())) raw.setHeader(name, value ?? '');

  function write(text: string): void {
    if (raw.writableEnded || raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > maxBufferedBytes) raw.destroy();
  }

  write(`retry: ${reconnectDelayMs}\n\n`);
  return {
    send: ({ id, name, data }) => write(`id: ${id}\nevent: ${name}\ndata: ${data}\n\n`),
    heartbeat: () => write(': heartbeat\n\n'),
    end: () => raw.end(),
  };
}

export type OpenStreams = {
  /** Opens a stream; `closing` runs once when it ends, in order, also what is added to it later. */
  open(reply: FastifyReply, closing: (() => void)[]): EventStream;
};

/** Keeps a route's open streams, and ends them when the process stops: a page then reconnects to the next process. */
export function keepStreams(app: FastifyInstance, stopping: AbortSignal): OpenStreams {
  const streams = new Set<EventStream>();
  const endAll = () => {
    for (const stream of streams) stream.end();
  };
  stopping.addEventListener('abort', endAll);
  app.addHook('preClose', async () => endAll());
  return {
    open(reply, closing) {
      const stream = openEventStream(reply, () => {
        streams.delete(stream);
        for (const close of closing) close();
      });
      streams.add(stream);
      if (stopping.aborted) stream.end();
      return stream;
    },
  };
}
