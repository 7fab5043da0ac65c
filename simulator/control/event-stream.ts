import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Timeline, TimelineEntry } from '../timeline.ts';

const heartbeatMs = 15_000;

function eventOf({ seq, kind, ...entry }: TimelineEntry) {
  return `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify({ seq, kind, ...entry })}\n\n`;
}

function startOf(request: FastifyRequest, timeline: Timeline): number {
  const given =
    request.headers['last-event-id'] ?? new URL(request.url, 'http://x').searchParams.get('after');
  const seq = Number(given ?? Number.NaN);
  return Number.isInteger(seq) ? seq : timeline.lastSeq();
}

export type EventStreams = {
  /** Streams the timeline as server-sent events: after Last-Event-ID or ?after=, otherwise from now on. */
  open(request: FastifyRequest, reply: FastifyReply): void;
  closeAll(): void;
};

export function createEventStreams({ timeline }: { timeline: Timeline }): EventStreams {
  const closers = new Set<() => void>();
  const open = (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    for (const entry of timeline.after(startOf(request, timeline))) raw.write(eventOf(entry));
    raw.write(': connected\n\n');
    const unsubscribe = timeline.subscribe((entry) => raw.write(eventOf(entry)));
    // The heartbeat keeps a real socket open, so it uses real time and not the simulator's clock.
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
    const close = () => {
      closers.delete(close);
      unsubscribe();
      clearInterval(heartbeat);
      raw.end();
    };
    closers.add(close);
    raw.on('close', close);
  };
  return {
    open,
    closeAll: () => {
      for (const close of [...closers]) close();
    },
  };
}
