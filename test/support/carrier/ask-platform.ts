import type { CallPlan } from '../../../backend/ports/carrier/voice-carrier.ts';
import type { CallbackWebhook } from '../../../backend/usecases/carrier/handle-voice-webhook.ts';
import type { CarrierScript, QuestionWebhook } from './carrier-script.ts';

type Line = {
  script: CarrierScript;
  deliver: (webhook: CallbackWebhook) => Promise<CallPlan>;
  grants: Map<string, Set<string>>;
};

/** Requests the next instructions like a carrier: with one repeat, then at the fallback address. */
export async function askPlatform(line: Line, webhook: QuestionWebhook): Promise<CallPlan> {
  const fate = line.script.question(webhook);
  if (fate === 'unanswered') return fallBack(line, webhook);
  if (fate === 'repeated') await tryOnce(line, webhook);
  return (await tryOnce(line, webhook)) ?? fallBack(line, webhook);
}

async function tryOnce(line: Line, webhook: QuestionWebhook): Promise<CallPlan | undefined> {
  try {
    const plan = await line.deliver(webhook);
    if (plan.do === 'dial-visitor') noteGrant(line, webhook);
    return plan;
  } catch {
    return undefined;
  }
}

const lostAnswer = { class: 'application', code: '11200', advice: 'check the address' } as const;

/** A document for the visitor's leg has no fallback address: without it, the visitor's leg ends. */
async function fallBack(line: Line, { token, sid, kind }: QuestionWebhook): Promise<CallPlan> {
  if (kind === 'visitor-prompt' || kind === 'visitor-keys') return { do: 'hang-up' };
  try {
    return await line.deliver({ kind: 'fallback', token, sid, error: lostAnswer, failedAt: kind });
  } catch {
    return { do: 'hang-up' };
  }
}

function noteGrant(line: Line, webhook: QuestionWebhook): void {
  const requestToken = 'requestToken' in webhook ? webhook.requestToken : webhook.kind;
  const known = line.grants.get(webhook.token) ?? new Set();
  line.grants.set(webhook.token, known.add(requestToken));
}
