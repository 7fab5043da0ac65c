import type { Clock } from '../time/clock.ts';
import { newSid } from '../twilio-format.ts';
import type { Call, CallStatus, Direction, StatusCallback } from './call.ts';

type NewCall = {
  from: string;
  to: string;
  direction: Direction;
  status: CallStatus;
  parentSid: string | null;
  queueTimeMs: number;
  statusCallback: StatusCallback | null;
};

export type CallRegister = {
  open(call: NewCall): Call;
  find(sid: string): Call | null;
  /** Oldest first. */
  all(): Call[];
};

/** Every call leg the simulator ever made or received since its last reset. */
export function createCallRegister({ clock }: { clock: Clock }): CallRegister {
  const calls = new Map<string, Call>();
  const open = ({ status, ...given }: NewCall): Call => {
    const now = clock.now();
    const call: Call = {
      ...given,
      sid: newSid('CA'),
      createdAt: now,
      facts: {
        status,
        updatedAt: now,
        startedAt: null,
        answeredAt: null,
        endedAt: null,
        answeredBy: null,
      },
      past: [],
      sequence: 0,
      sipCode: null,
      bridgedAt: null,
      heard: [],
      pressed: '',
    };
    calls.set(call.sid, call);
    return call;
  };
  return { open, find: (sid) => calls.get(sid) ?? null, all: () => [...calls.values()] };
}
