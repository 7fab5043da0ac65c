import type { Site } from '../domain/site/site.ts';
import type { NoticeConfig } from './notices.ts';
import type { SpendingConfig } from './spending.ts';
import type { WebhookConfig } from './webhooks.ts';

export type SignInProvider = 'google' | 'facebook' | 'instagram' | 'x';

/** The checked settings of one installation. URLs have no slash at the end. */
export type Config = {
  /** Version of this package. */
  version: string;
  production: boolean;
  /** The carrier that makes the calls. */
  provider: 'simulator' | 'twilio';
  carrier: {
    accountSid: string;
    authToken: string;
    /** Former token, accepted on webhooks while the deployer replaces it. */
    oldAuthToken: string | undefined;
    /** `undefined` means Twilio's own API. */
    apiBaseUrl: string | undefined;
  };
  /** Where browsers reach the simulator; `undefined` with a real carrier. */
  simulatorUrl: string | undefined;
  /** Where the carrier and the identity providers reach this server. */
  publicBaseUrl: string;
  /** Address of the page with the form. */
  frontendUrl: string;
  /** Origins of the sites that may show the page in a frame. */
  frameAncestors: readonly string[];
  site: Site;
  /** Email address for visitors' questions about their data. */
  privacyContact: string | undefined;
  spending: SpendingConfig;
  /** Host on which browsers may autofill a code. */
  pageHost: string | undefined;
  /** Whether the business must press 1. */
  screening: boolean;
  visitorScreening: boolean;
  /** Longest wait of a visitor for a free line. */
  maxWaitMs: number;
  minTalkSeconds: number;
  notices: NoticeConfig;
  webhooks: WebhookConfig;
  /** `undefined` means: create one and keep it beside the database. */
  appSecret: string | undefined;
  databasePath: string;
  /** A Postgres database, which replaces the file. */
  postgres: { url: string; directUrl: string | undefined; poolSize: number } | undefined;
  /** Operator token; `undefined` turns the operator API off. */
  adminToken: string | undefined;
  /** Token of the program that collects `/metrics`; `undefined` turns the route off. */
  metricsToken: string | undefined;
  currency: string;
  /** How long callbacks are kept; `undefined` means forever. */
  retentionMs: number | undefined;
  host: string;
  port: number;
  simulatorPort: number;
  /** Addresses, ranges and presets of proxies whose X-Forwarded-For is trusted. */
  trustedProxies: readonly string[];
  /** Addresses and ranges whose requests are refused. */
  blockedAddresses: readonly string[];
  captcha: { kind: 'altcha' } | { kind: 'recaptcha'; siteKey: string; secretKey: string } | undefined;
  /** File that gets the log too. */
  logFile: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  signIn: {
    /** This installation's client registrations. */
    clients: Partial<Record<SignInProvider, { id: string; secret: string }>>;
    /** Whether the simulator's fictitious people can sign in. */
    demo: boolean;
    /** Number that visitors send their WhatsApp message to; E.164. */
    whatsappNumber: string | undefined;
  };
  /** Speed of the clock relative to real time; 1 in production. */
  clockSpeed: number;
};
