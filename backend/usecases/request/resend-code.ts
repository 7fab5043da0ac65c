import type { Networks } from '../../domain/admission/network-standing.ts';
import { type CallCharges, chargeForCall } from '../../domain/budget/charge.ts';
import { resendAllowedAt } from '../../domain/callback/code.ts';
import type { Callback, CallbackStatus, CodeWay } from '../../domain/callback/state.ts';
import type { Captcha, CaptchaChecked } from '../../ports/captcha.ts';
import type { PhoneNumbers } from '../../ports/phone-numbers.ts';
import type { BudgetPorts } from '../check-budget.ts';
import { type DecisionPorts, saveCallbackEvent } from '../commit/save-event.ts';
import { checkCaptcha } from './admission.ts';
import { admitCode, type CodeAdmitted, type CodeRefused } from './admit-code.ts';
import { chooseWay, codeWays } from './code-ways.ts';

export type ResendPorts = DecisionPorts & BudgetPorts & { captcha: Captcha; numbers: PhoneNumbers };

export type ResendRequest = {
  callbackId: string;
  networks: Networks;
  /** Solution of the page's captcha. */
  captcha: string | undefined;
  /** The visitor's wish; the way of the last code when absent. */
  by?: CodeWay | undefined;
};

export type ResendResult =
  | { ok: true; callback: Callback }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'not-in-this-state'; status: CallbackStatus }
  | { ok: false; reason: 'too-soon'; retryAt: number }
  | Exclude<CaptchaChecked, { ok: true }>
  | CodeRefused;

/**
 * Sends a new code to the visitor, by text or by a call. The previous code stops working. It counts for the requester like a first code, and
 * needs a captcha solution of its own.
 */
export async function resendCode(ports: ResendPorts, request: ResendRequest): Promise<ResendResult> {
  const { callbackId } = request;
  const record = await ports.store.load(callbackId);
  if (record === undefined) return { ok: false, reason: 'not-found' };
  const { callback } = record;
  if (callback.status !== 'pending')
    return { ok: false, reason: 'not-in-this-state', status: callback.status };
  const at = ports.clock.now();
  const soonest = resendAllowedAt(callback.code);
  if (soonest > at) return { ok: false, reason: 'too-soon', retryAt: soonest };
  // Google's checkbox was ticked for the first code. Only a puzzle, which computers solve, is required again.
  const captcha = ports.captcha.kind === 'altcha' ? await checkCaptcha(ports, request.captcha) : noSolution;
  if (!captcha.ok) return captcha;
  const { site, rules } = ports.sites.get(callback.siteId);
  const by = chooseWay(codeWays(ports.numbers, site, callback.visitor.phone), request.by, callback.code.by);
  const charges = chargeForCall(site, rules, callback.visitor.phone, { language: callback.language, by });
  const admission = await admitReplacement(ports, callback, { networks: request.networks, by, charges, at });
  if (!admission.ok) return admission;
  const { withheld, caps, guards } = admission;
  const event = { kind: 'code-requested', at, withheld, by } as const;
  const saved = await saveCallbackEvent(ports, callbackId, event, {
    actor: 'visitor',
    guards,
    codeOrigin: { networks: request.networks },
    captchaSolution: captcha.solved,
    ...(!withheld && { charge: { ...charges.code, caps } }),
  });
  if (saved.ok) return { ok: true, callback: saved.callback };
  // Concurrent requests used up a limit after the check: the retry returns the refusal.
  if (saved.reason === 'conflict') return resendCode(ports, request);
  // Another tab has just sent a code: the retry returns when the next one is allowed.
  if (saved.reason === 'not-in-this-state' && saved.status === 'pending') return resendCode(ports, request);
  return saved;
}

const noSolution = { ok: true, solved: undefined } as const;

function admitReplacement(
  ports: ResendPorts,
  { siteId, visitor: { phone } }: Callback,
  { networks, by, charges, at }: { networks: Networks; by: CodeWay; charges: CallCharges; at: number },
): Promise<CodeAdmitted | CodeRefused> {
  return admitCode(ports, {
    siteId,
    phone,
    by,
    networks,
    isSignedIn: false,
    isReplacement: true,
    required: charges.code,
    at,
  });
}
