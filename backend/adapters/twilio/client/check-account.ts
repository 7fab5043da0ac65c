import type { CarrierRefusal } from '../../../ports/carrier/carrier-errors.ts';
import type { TwilioClient } from './client.ts';
import { explainError } from './explain-error.ts';
import { readFailure } from './failure.ts';

export type AccountCheck =
  /** `number`: capabilities of the caller number; `undefined` when the account does not own it. */
  | { ok: true; status: string; trial: boolean; number: { calls: boolean; texts: boolean } | undefined }
  /** The carrier rejected the account SID or the auth token. */
  | { ok: false; reason: 'refused'; refusal: CarrierRefusal }
  /** The carrier did not respond. */
  | { ok: false; reason: 'unreachable'; cause: string };

/** Requests the account and the caller number's capabilities, once. Never throws. */
export async function checkAccount(client: TwilioClient, callerNumber: string): Promise<AccountCheck> {
  try {
    const [account, numbers] = await Promise.all([
      client.fetch(),
      client.incomingPhoneNumbers.page({ phoneNumber: callerNumber, pageSize: 20 }),
    ]);
    const owned = numbers.instances.find(({ phoneNumber }) => phoneNumber === callerNumber);
    return {
      ok: true,
      status: account.status,
      trial: account.type === 'Trial',
      number:
        owned === undefined ? undefined : { calls: owned.capabilities.voice, texts: owned.capabilities.sms },
    };
  } catch (error) {
    const failure = readFailure(error);
    return failure.kind === 'rejected'
      ? { ok: false, reason: 'refused', refusal: explainError(failure.code, failure.status) }
      : { ok: false, reason: 'unreachable', cause: failure.cause };
  }
}
