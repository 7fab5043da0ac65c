import type { CallbackState } from '../../contract/callback.ts';
import { debug } from '../debug.ts';
import type { CallbackApi } from './callback-api.ts';
import type { Connection } from './fetch-json.ts';

export type Following = { callbackId: string; stop(): void };

type Follower = {
  api: Pick<CallbackApi, 'eventsUrl' | 'read'>;
  onState: (state: CallbackState) => void;
  onConnection: (state: Connection) => void;
  /** The API does not know the callback. */
  onGone: () => void;
};

/** The API sends the state as soon as a stream opens. Some proxies hold streams back. */
const firstEventMs = 4_000;
/** The API sends a heartbeat every 15 s. EventSource hides heartbeats, so the page reads the state instead. */
const silenceMs = 20_000;
/** Without a stream. */
const pollIntervalMs = 2_000;

/** Reports every state of a callback until its last, from its event stream or, if that fails, by polling. */
export function followCallback(
  callbackId: string,
  { api, onState, onConnection, onGone }: Follower,
): Following {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seenVersion = -1;
  let isStopped = false;
  let isStreamAbandoned = false;

  function report(state: CallbackState): void {
    if (isStopped) return;
    seenVersion = Math.max(seenVersion, state.version);
    onConnection('ready');
    onState(state);
    if (isFinal(state)) stop();
  }

  function readIn(ms: number): void {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(read, ms);
  }

  async function read(): Promise<void> {
    const versionBefore = seenVersion;
    const answer = await api.read(callbackId);
    if (isStopped) return;
    if (!answer.ok && answer.reason === 'problem' && answer.problem.code === 'not-found') {
      stop();
      return onGone();
    }
    const isNewer = answer.ok && answer.body.version > versionBefore;
    if (isNewer && seenVersion === versionBefore && isStreamOpen(stream)) abandonStream();
    if (answer.ok) report(answer.body);
    else if (answer.reason === 'network') onConnection('unreachable');
    if (answer.ok && stream?.readyState === EventSource.CLOSED) void openStream();
    else readIn(answer.ok && isStreamOpen(stream) ? silenceMs : pollIntervalMs);
  }

  function abandonStream(): void {
    debug('stream is silent, polling instead');
    isStreamAbandoned = true;
    stream?.close();
    stream = undefined;
  }

  async function openStream(): Promise<void> {
    const url = await api.eventsUrl(callbackId);
    if (isStopped || url === undefined || isStreamAbandoned) return readIn(pollIntervalMs);
    stream?.close();
    stream = new EventSource(url);
    stream.addEventListener('state', (event) => {
      readIn(silenceMs);
      report(JSON.parse(event.data));
    });
    stream.addEventListener('open', () => {
      if (seenVersion >= 0) onConnection('ready');
    });
    stream.addEventListener('error', () => {
      onConnection('connecting');
      readIn(pollIntervalMs / 2);
    });
    readIn(firstEventMs);
  }

  const readNow = () => {
    if (document.visibilityState === 'visible') readIn(0);
  };

  function stop(): void {
    isStopped = true;
    clearTimeout(timer);
    stream?.close();
    document.removeEventListener('visibilitychange', readNow);
    for (const change of ['online', 'offline']) window.removeEventListener(change, readNow);
  }

  document.addEventListener('visibilitychange', readNow);
  for (const change of ['online', 'offline']) window.addEventListener(change, readNow);
  void openStream();
  return { callbackId, stop };
}

function isStreamOpen(stream: EventSource | undefined): boolean {
  return stream?.readyState === EventSource.OPEN;
}

/** A callback can end before its notice is sent. */
function isFinal(state: CallbackState): boolean {
  return hasEnded(state) && state.notice !== 'sending' && state.notice !== 'delayed';
}

export function hasEnded({ status }: CallbackState): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
