import type { Calendar } from '../ports/calendar.ts';
import type { Captcha } from '../ports/captcha.ts';
import type { MessageCarrier } from '../ports/carrier/message-carrier.ts';
import type { VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PhoneNumbers } from '../ports/phone-numbers.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { IdentityProviders } from '../ports/sign-in/identity-provider.ts';
import type { Sessions } from '../ports/sign-in/sessions.ts';
import type { SignIns } from '../ports/sign-in/sign-ins.ts';
import type { WhatsappSignIns } from '../ports/sign-in/whatsapp-sign-ins.ts';
import type { Sites } from '../ports/sites.ts';
import type { PersonalData } from '../ports/store/personal-data.ts';
import type { Spending } from '../ports/store/spending.ts';
import type { Store } from '../ports/store/store.ts';

export type HttpSettings = {
  /** The site whose pages these routes serve. */
  siteId: string;
  /** What the carrier calls, without a slash at the end. */
  publicBaseUrl: string;
  carrier: 'simulator' | 'twilio';
  /** Where a browser on this machine reaches the simulator; undefined with a real carrier. */
  simulatorUrl: string | undefined;
  /** Where visitors send their WhatsApp message to, E.164; undefined where they cannot sign in so. */
  whatsappNumber: string | undefined;
  /** Where the page with the form lies. */
  frontendUrl: string;
  /** The folder that the visitor's page was built into. */
  pageRoot: string;
  /** After how many days requests are removed; 0: never by themselves. */
  retentionDays: number;
  /** The email address that the privacy pages name. */
  privacyContact: string | undefined;
  /** Addresses, CIDR ranges and presets of proxies that tell who the client is. */
  trustedProxies: readonly string[];
  /** Addresses and CIDR ranges that nobody may ask for a call from. */
  blockedAddresses: readonly string[];
  /** What shows that the operator asks; undefined where nobody may. */
  adminToken: string | undefined;
  version: string;
};

/** What the routes need from the rest of the platform. */
export type HttpDeps = {
  store: Store;
  spending: Spending;
  captcha: Captcha;
  signIns: SignIns;
  sessions: Sessions;
  whatsappSignIns: WhatsappSignIns;
  personalData: PersonalData;
  /** Where visitors may sign in. */
  providers: IdentityProviders;
  sites: Sites;
  secrets: Secrets;
  clock: Clock;
  calendar: Calendar;
  numbers: PhoneNumbers;
  voice: VoiceCarrier;
  messages: MessageCarrier;
  log: Log;
  settings: HttpSettings;
};
