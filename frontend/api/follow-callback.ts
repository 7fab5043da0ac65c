import type { CallbackState } from '../../contract/callback.ts';
import { debug } from '../debug.ts';
import type { CallbackApi } from './callback-api.ts';
import type { Connection } from './fetch-json.ts';

export type Following = { requestId: string; stop(): void };

type Follower = {
  api: Pick<CallbackApi, 'eventsUrl' | 'read'>;
  onState: (state: CallbackState) => void;
  onConnection: (state: Connection) => void;
  /** The server knows no such request. */
  onGone: () => void;
};

/** A stream tells the state as soon as it opens. One that does not is held back by a tunnel. */
const firstWord = 4_000;
/** The server is never silent for longer than 15 s, but a page cannot hear its heartbeats: so it looks itself. */
const silence = 20_000;
/** Without a stream. */
const pollInterval = 2_000;

/** Tells every state of a request until its last, by its stream, or by reading it where the stream does not carry. */
export function followCallback(
  requestId: string,
  { api, onState, onConnection, onGone }: Follower,
): Following {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = -1;
  let stopped = false;
  let distrusted = false;

  function tell(state: CallbackState): void {
    if (stopped) return;
    seen = Math.max(seen, state.version);
    onConnection('ready');
    onState(state);
    if (isSettled(state)) stop();
  }

  function lookIn(ms: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, ms);
  }

  async function look(): Promise<void> {
    const known = seen;
    const answer = await api.read(requestId);
    if (stopped) return;
    if (!answer.ok && answer.reason === 'problem' && answer.problem.code === 'not-found') {
      stop();
      return onGone();
    }
    if (answer.ok && answer.body.version > known && seen === known && isStreamOpen(source)) distrust();
    if (answer.ok) tell(answer.body);
    else if (answer.reason === 'network') onConnection('unreachable');
    if (answer.ok && source?.readyState === EventSource.CLOSED) void listen();
    else lookIn(answer.ok && isStreamOpen(source) ? silence : pollInterval);
  }

  function distrust(): void {
    debug('the stream is silent; the request is read instead');
    distrusted = true;
    source?.close();
    source = undefined;
  }

  async function listen(): Promise<void> {
    const url = await api.eventsUrl(requestId);
    if (stopped || url === undefined || distrusted) return lookIn(pollInterval);
    source?.close();
    source = new EventSource(url);
    source.addEventListener('state', (event) => {
      lookIn(silence);
      tell(JSON.parse(event.data));
    });
    source.addEventListener('open', () => {
      if (seen >= 0) onConnection('ready');
    });
    source.addEventListener('error', () => {
      onConnection('connecting');
      lookIn(pollInterval / 2);
    });
    lookIn(firstWord);
  }

  const lookNow = () => {
    if (document.visibilityState === 'visible') lookIn(0);
  };

  function stop(): void {
    stopped = true;
    clearTimeout(timer);
    source?.close();
    document.removeEventListener('visibilitychange', lookNow);
    for (const change of ['online', 'offline']) window.removeEventListener(change, lookNow);
  }

  document.addEventListener('visibilitychange', lookNow);
  for (const change of ['online', 'offline']) window.addEventListener(change, lookNow);
  void listen();
  return { requestId, stop };
}

function isStreamOpen(source: EventSource | undefined): boolean {
  return source?.readyState === EventSource.OPEN;
}

/** Nothing more will be told: it has ended, and the business knows or cannot be told. */
function isSettled(state: CallbackState): boolean {
  return hasEnded(state) && state.notice !== 'sending';
}

export function hasEnded({ status }: CallbackState): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
