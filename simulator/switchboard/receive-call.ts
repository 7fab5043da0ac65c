import type { Call } from '../call/call.ts';
import type { Switchboard } from './switchboard.ts';

/** Receives a call to one of the account's numbers. Rejects it when no voice URL is set. */
export function receiveCall(switchboard: Switchboard, { from, to }: { from: string; to: string }): Call {
  const { settings } = switchboard;
  const { voiceUrl, voiceMethod, voiceFallbackUrl, voiceStatusCallback } = settings;
  const leg = switchboard.openLeg({
    from,
    to,
    parentSid: undefined,
    queueTimeMs: 0,
    ringTimeoutMs: 0,
    timeLimitMs: undefined,
    direction: 'inbound',
    statusCallback: voiceStatusCallback
      ? { url: voiceStatusCallback, method: 'POST', events: new Set(['completed']) }
      : undefined,
  });
  if (!voiceUrl) {
    leg.end('busy', 603);
    return leg.call;
  }
  const fallback = voiceFallbackUrl ? { url: voiceFallbackUrl, method: 'POST' as const } : undefined;
  const source = {
    kind: 'request' as const,
    webhook: 'voice' as const,
    url: voiceUrl,
    method: voiceMethod,
    params: {},
  };
  switchboard.run(leg, source, fallback);
  return leg.call;
}
