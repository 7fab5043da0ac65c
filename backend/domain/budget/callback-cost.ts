import { type Attempt, isAttemptOpen } from '../attempt/state.ts';
import type { Callback } from '../callback/state.ts';
import { type Amounts, addAmounts, codeCost, longestNoticeCost, worstCallCost } from './charge.ts';
import { type Tariff, usedByCall } from './release.ts';

type SentMessage = {
  purpose: 'code' | 'missed-call' | 'nudge' | 'miss-text';
  channel: string;
  status: string;
};

/**
 * Estimates what a callback has cost so far. A notice counts with its longest text, as in the budget. A call with an
 * unknown result counts with its limit.
 */
export function callbackCost(
  { visitor, language }: Pick<Callback, 'visitor' | 'language'>,
  attempts: readonly Attempt[],
  messages: readonly SentMessage[],
  tariff: Tariff & { site: { notifyNumber: string } },
): Amounts {
  const calls = attempts
    .filter((attempt) => !isAttemptOpen(attempt))
    .map((attempt) => usedByCall(attempt, visitor.phone, tariff))
    .map((used) => (used === 'all' ? worstCallCost(tariff.rules, tariff.site, visitor.phone) : used));
  const sent = messages
    .filter(({ channel, status }) => (channel === 'sms' || channel === 'voice') && status !== 'due')
    .map(({ purpose, channel }) =>
      purpose === 'code'
        ? codeCost(tariff.rules, visitor.phone, { language, by: channel === 'voice' ? 'call' : 'text' })
        : longestNoticeCost(tariff.rules, tariff.site.notifyNumber),
    );
  return addAmounts(...calls, ...sent);
}
