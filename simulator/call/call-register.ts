import type { Clock } from '../time/clock.ts';
import { newSid } from '../twilio-format.ts';
import type { Call, CallStatus, Direction, StatusCallback } from './call.ts';

type NewCall = {
  from: string;
  to: string;
  direction: Direction;
  status: CallStatus;
  parentSid?: string | undefined;
  queueTimeMs: number;
  statusCallback?: StatusCallback | undefined;
};

export type CallRegister = {
  open(call: NewCall): Call;
  find(sid: string): Call | undefined;
  /** Oldest first. */
  all(): Call[];
};

/** Keeps every call leg since the last reset. */
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
      },
      past: [],
      sequence: 0,
      heard: [],
      pressed: '',
    };
    calls.set(call.sid, call);
    return call;
  };
  return { open, find: (sid) => calls.get(sid), all: () => [...calls.values()] };
}
