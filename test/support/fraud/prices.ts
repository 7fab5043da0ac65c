import type { Amounts } from '../../../backend/domain/budget/charge.ts';
import type { Rate } from '../../../backend/domain/budget/spending-rules.ts';
import { smsSize } from '../../../backend/domain/messages/sms-segments.ts';
import type { FakeCarrier } from '../carrier/fake-carrier.ts';

/** The carrier's prices: millionths per segment and per started minute. */
export function rateFor(address: string): Rate {
  if (address.startsWith('+44')) return { text: 46_000, minute: 31_000 };
  return /^\+1(?:403|416|418|438|450|506|514|519|604|613)/.test(address)
    ? { text: 9_000, minute: 15_000 }
    : { text: 12_000, minute: 14_000 };
}

/** The carrier's charge for every request, with any result. */
export function billOf({ texts, calls }: FakeCarrier, visitorOf: (token: string) => string): Amounts {
  const bill: Amounts = { money: 0, texts: 0, calls: calls.length, minutes: 0 };
  for (const { to, body } of texts) {
    const { segments } = smsSize(body);
    bill.texts += segments;
    bill.money += segments * rateFor(to).text;
  }
  for (const { request, business, visitor } of calls) {
    for (const [address, leg] of [
      [request.to, business],
      [visitorOf(request.token), visitor],
    ] as const) {
      const minutes = Math.ceil((leg?.talkSeconds ?? 0) / 60);
      bill.minutes += minutes;
      bill.money += minutes * rateFor(address).minute;
    }
  }
  return bill;
}
