import type { SetupWarning } from '../../contract/health.ts';
import type { DoctorReport } from '../../contract/operator/doctor.ts';
import type { Calendar } from '../ports/calendar.ts';
import type { Captcha } from '../ports/captcha.ts';
import type { MessageCarrier } from '../ports/carrier/message-carrier.ts';
import type { NoticeSender } from '../ports/carrier/notice-sender.ts';
import type { VoiceCarrier } from '../ports/carrier/voice-carrier.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { AuditLog } from '../ports/operator/audit-log.ts';
import type { BulkJobs } from '../ports/operator/bulk-jobs.ts';
import type { CallbackList } from '../ports/operator/callback-list.ts';
import type { OperatorAccess } from '../ports/operator/operator-access.ts';
import type { SecondFactors } from '../ports/operator/second-factors.ts';
import type { RecentError, Statistics } from '../ports/operator/statistics.ts';
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
import type { WebhookOutbox, WebhookSender } from '../ports/webhooks.ts';
import type { BulkRunner } from '../usecases/operator/bulk.ts';
import type { ClosureSwitch } from '../usecases/operator/closure-switch.ts';
import type { ClientSettings } from './client/client-identity.ts';

export type HttpSettings = ClientSettings & {
  /** The site that these routes serve. */
  siteId: string;
  /** The address that the carrier calls, without a slash at the end. */
  publicBaseUrl: string;
  carrier: 'simulator' | 'twilio';
  /** Where a browser on this machine reaches the simulator; undefined with a real carrier. */
  simulatorUrl: string | undefined;
  /** E.164 number that receives visitors' WhatsApp messages; undefined without this way to sign in. */
  whatsappNumber: string | undefined;
  /** Address of the page with the form. */
  frontendUrl: string;
  /** Origins of the sites that may show the page in a frame. */
  frameAncestors: readonly string[];
  /** The folder of the built visitor's page. */
  pageRoot: string;
  /** Days after which callbacks are removed; 0: never. */
  retentionDays: number;
  /** The email address that the privacy pages name. */
  privacyContact: string | undefined;
  /** The operator's token; undefined turns the operator's routes off. */
  adminToken: string | undefined;
  /** The token of Prometheus; undefined turns `/metrics` off. */
  metricsToken: string | undefined;
  /** ISO 4217 code of the currency in which spending is counted. */
  currency: string;
  version: string;
};

type HttpPorts = {
  store: Store;
  spending: Spending;
  captcha: Captcha;
  signIns: SignIns;
  sessions: Sessions;
  whatsappSignIns: WhatsappSignIns;
  personalData: PersonalData;
  operatorAccess: OperatorAccess;
  secondFactors: SecondFactors;
  callbackList: CallbackList;
  auditLog: AuditLog;
  statistics: Statistics;
  bulkJobs: BulkJobs;
  bulkRunner: Pick<BulkRunner, 'wake'>;
  closureSwitch: Pick<ClosureSwitch, 'set'>;
  /** The latest warnings and errors of the log, newest first. */
  recentErrors: () => RecentError[];
  /** What the checks of the start found. */
  startWarnings: () => SetupWarning[];
  /** Runs the doctor's checks of settings, data, carrier and public address. */
  examine: () => Promise<DoctorReport>;
  providers: IdentityProviders;
  sites: Sites;
  secrets: Secrets;
  clock: Clock;
  calendar: Calendar;
  numbers: PhoneNumbers;
  voice: VoiceCarrier;
  messages: MessageCarrier;
  senders: readonly NoticeSender[];
  webhookOutbox: WebhookOutbox;
  webhookSender: WebhookSender;
  webhookRunner: { wake(): void };
  log: Log;
  /** Aborted when the process is about to end. */
  stopping: AbortSignal;
};

/** All that the HTTP layer needs. Each route declares its part with `Uses`. */
export type HttpDeps = HttpPorts & { settings: HttpSettings };

/** The ports and settings that one route uses. */
export type Uses<Port extends keyof HttpPorts, Setting extends keyof HttpSettings = never> = Pick<
  HttpPorts,
  Port
> & { settings: Pick<HttpSettings, Setting> };
