import type { Callback } from '../domain/callback/state.ts';
import type { Clock } from '../ports/clock.ts';
import type { PhoneNumbers } from '../ports/phone-numbers.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Sites } from '../ports/sites.ts';
import { newCallback, type Wish } from './admission/new-callback.ts';

/**
 * What a bot is answered that filled in the field no person sees: it looks like success, and nothing is written, sent
 * or counted. A person whose browser fills in that field all the same waits for a code that never comes; therefore
 * the field has a name and an autocomplete token that browsers leave alone.
 */
export function pretendCallback(
  ports: { clock: Clock; numbers: PhoneNumbers; secrets: Secrets; sites: Sites },
  wish: Wish & { phone: string },
): Callback {
  const { site } = ports.sites.get(wish.siteId);
  const [region] = site.countries;
  const parsed = ports.numbers.parse(wish.phone, { region, allowed: site.countries });
  const phone = parsed.ok ? parsed.e164 : wish.phone;
  return { ...newCallback(ports.secrets, wish, phone, ports.clock.now()), version: 1 };
}
