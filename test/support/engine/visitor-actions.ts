import type { Callback } from '../../../backend/domain/callback/state.ts';
import { retryCallback } from '../../../backend/usecases/operator/actions.ts';
import { cancelCallback } from '../../../backend/usecases/request/end-callback.ts';
import {
  type CallbackRequest,
  type RequestResult,
  requestCallback,
} from '../../../backend/usecases/request/request-callback.ts';
import type { ResendRequest } from '../../../backend/usecases/request/resend-code.ts';
import { type VerifyResult, verifyPhone } from '../../../backend/usecases/request/verify-phone.ts';
import type { PlatformProcess } from './platform-process.ts';

/** Actions of visitors and the operator. They throw when the process dies before the answer. */
export type VisitorActions = {
  request(differing?: Partial<CallbackRequest>): Promise<RequestResult>;
  /** Types the digits that were texted last. */
  prove(callbackId: string): Promise<VerifyResult>;
  /** A new request whose phone is proven at once. */
  proven(differing?: Partial<CallbackRequest>): Promise<Callback>;
  cancel(callbackId: string, by?: 'visitor' | 'operator'): ReturnType<typeof cancelCallback>;
  retry(callbackId: string): ReturnType<typeof retryCallback>;
};

/** A request for another code from a network of its own. */
export function sampleResend(callbackId: string, near = `near ${callbackId}`): ResendRequest {
  return { callbackId, networks: { near, wide: undefined }, captcha: undefined };
}

export function createVisitorActions(options: {
  process: () => PlatformProcess;
  /** Waits until the code has arrived. */
  pause: () => Promise<void>;
}): VisitorActions {
  let clients = 0;

  function asking<T>(ask: (ports: PlatformProcess['ports']) => Promise<T>): Promise<T> {
    const { life, ports } = options.process();
    return life.outside(ask(ports));
  }

  function request(differing: Partial<CallbackRequest> = {}): Promise<RequestResult> {
    clients += 1;
    const usual: Omit<CallbackRequest, 'networks'> = {
      siteId: 'default',
      name: 'Ada Palmer',
      phone: `+1201555${String(130 + (clients % 60)).padStart(4, '0')}`,
      email: undefined,
      subject: 'a wedding cake',
      page: undefined,
      consent: undefined,
      bearer: undefined,
      canSignIn: true,
      captcha: undefined,
      client: `client ${clients}`,
      idempotency: undefined,
    };
    const { client = usual.client } = differing;
    const networks = { near: client, wide: undefined };
    return asking((ports) => requestCallback(ports, { ...usual, networks, ...differing }));
  }

  function prove(callbackId: string): Promise<VerifyResult> {
    return asking(async (ports) => {
      const sendNumber = (await ports.store.load(callbackId))?.callback.code.sendNumber ?? 1;
      return verifyPhone(ports, callbackId, ports.secrets.codeFor(callbackId, sendNumber));
    });
  }

  return {
    request,
    prove,
    async proven(differing) {
      const requested = await request(differing);
      if (!requested.ok) throw new Error(`The request was refused: ${requested.reason}.`);
      await options.pause();
      const verified = await prove(requested.callback.callbackId);
      if (!verified.ok) throw new Error(`The code was refused: ${verified.reason}.`);
      return verified.callback;
    },
    cancel: (callbackId, by = 'visitor') =>
      asking((ports) => cancelCallback(ports, callbackId, { cancelledBy: by })),
    retry: (callbackId) => asking((ports) => retryCallback(ports, callbackId)),
  };
}
