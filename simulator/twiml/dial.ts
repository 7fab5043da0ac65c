import { type Call, durationSeconds } from '../call/call.ts';
import { callParams, familyOf } from '../call/call-webhook.ts';
import { methodAttribute, resolveUrl } from './attribute.ts';
import { connectTargets, type DialResult } from './connect-targets.ts';
import type { DocumentSource, Line, Outcome, RunVerb, Verb } from './verb.ts';

function actionParams({ status, child, bridged }: DialResult): Record<string, string> {
  return {
    DialCallStatus: status,
    DialBridged: String(bridged),
    ...(child === undefined ? {} : { DialCallSid: child.sid }),
    ...(child?.facts.answeredAt ? { DialCallDuration: String(durationSeconds(child.facts)) } : {}),
  };
}

function actionSource(verb: Verb, line: Line, result: DialResult): DocumentSource | undefined {
  const url = resolveUrl(verb.attributes.action ?? '', line);
  if (!verb.attributes.action || !url) return undefined;
  const method = methodAttribute(verb, 'method');
  return { kind: 'request', webhook: 'dial-action', url, method, params: actionParams(result) };
}

function notifyAction(line: Line, source: DocumentSource, call: Call) {
  if (source.kind !== 'request') return;
  const { webhook: kind, url, method } = source;
  const params = { ...callParams(call, line.carrier.accountSid), ...source.params };
  void line.carrier.webhooks.send({ kind, url, method, params, sid: call.sid, family: familyOf(call) });
}

/**
 * Rings one or more phones, connects the first that answers, then requests the action's document.
 * https://www.twilio.com/docs/voice/twiml/dial
 */
export const dial: RunVerb = async (verb, line): Promise<Outcome> => {
  const { call } = line.leg;
  const { dialActionAfterHangUp } = line.carrier.settings;
  const dialled = connectTargets(verb, line);
  const result = await dialled.result.catch((aborted: unknown) => {
    const source = actionSource(verb, line, dialled.soFar());
    if (dialActionAfterHangUp && call.facts.endedAt !== undefined && source) notifyAction(line, source, call);
    throw aborted;
  });
  if (!verb.attributes.action) return { step: 'next' };
  const source = actionSource(verb, line, result);
  if (!source) return { step: 'fail', errorCode: 11100, detail: 'the action of <Dial> is no http(s) URL' };
  return { step: 'fetch', source };
};
