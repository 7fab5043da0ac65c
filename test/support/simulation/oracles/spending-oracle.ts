import { type Amounts, addAmounts, zeroAmounts } from '../../../../backend/domain/budget/charge.ts';
import { smsSize } from '../../../../backend/domain/messages/sms-segments.ts';
import type { Evidence } from './evidence.ts';

/** What is counted covers what the carrier bills: every text that it carried out, and every started minute. */
export function underCounted({ harness, timeline, counted, attempts }: Evidence): string[] {
  const texts = timeline.texts
    .filter(({ carriedOut }) => carriedOut)
    .reduce((sum, { body }) => sum + smsSize(body).segments, 0);
  const calls = harness.carrier.calls.filter(({ request }) => attempts.has(request.token));
  const minutes = calls
    .flatMap(({ business, visitor }) => [business, visitor])
    .reduce((sum, leg) => sum + Math.ceil((leg?.talkSeconds ?? 0) / 60), 0);
  const billed = { texts, calls: calls.length, minutes };
  return (['texts', 'calls', 'minutes'] as const).flatMap((kind) =>
    billed[kind] > counted[kind] ? [`${billed[kind]} ${kind} are billed and ${counted[kind]} counted`] : [],
  );
}

const day = 24 * 3_600_000;

/** The sum of all sites and days of a run. */
export async function sumSpending(
  { process, clock }: Evidence['harness'],
  siteIds: readonly string[],
  from: number,
): Promise<Amounts> {
  const { spending } = process().ports;
  let total = zeroAmounts;
  for (let at = from - day; at <= clock.trueNow() + day; at += day) {
    for (const siteId of siteIds) total = addAmounts(total, (await spending.usage(siteId, at)).day);
  }
  return total;
}
