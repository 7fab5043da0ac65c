import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { list } from './value-types.ts';

export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(url.hostname);
}

function isWebAddress(typed: string): boolean {
  const url = URL.parse(typed);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && /^[\w.-]+$|^\[/.test(url.hostname);
}

const webAddress = z.string().refine(isWebAddress, 'is not a web address');

/** Address of a page. A path is kept; query, fragment and trailing slash are cut off. */
export const pageUrl = webAddress.transform((typed) => {
  const url = new URL(typed);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
});

/** Scheme, host and optional port. */
export const originUrl = webAddress
  .refine((typed) => isBare(typed), 'has more than scheme, host and port')
  .transform((typed) => new URL(typed).origin);

export const origins = list(z.string().refine(isOrigin, 'contains an entry that is not an origin')).transform(
  (typed) => typed.map((origin) => new URL(origin).origin),
);

/** An address by https or on this machine: elsewhere the content would travel unencrypted. */
export const safeUrl = webAddress.refine((typed) => isSafe(typed), 'is not an https address');

export const safeOrigin = originUrl.refine((typed) => isSafe(typed), 'is not an https address');

const maxWebhookUrls = 10;

/** Addresses that get visitors' data on every change. The host may be a name, or this machine, or a public address. */
export const webhookUrls = list(
  webAddress
    .refine((typed) => isSafe(typed), 'contains an address without https')
    .refine((typed) => !isPrivate(typed), 'contains an address of a private network')
    .transform((typed) => new URL(typed).href),
)
  .refine((urls) => urls.length <= maxWebhookUrls, `has more than ${maxWebhookUrls} addresses`)
  .transform((urls) => [...new Set(urls)]);

/** Only numbers are looked at: a name is resolved when it is used, and who sets it decides. */
function isPrivate(typed: string): boolean {
  const url = URL.parse(typed);
  if (url === null) return false;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return !isLoopback(url) && ipaddr.isValid(host) && ipaddr.process(host).range() !== 'unicast';
}

export const smtpUrl = z.string().refine((typed) => {
  const url = URL.parse(typed);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}, 'is not the address of a mail server');

/** Several hosts and parameters are allowed, so this is no URL of the web. The database adapter reads the details. */
export const postgresUrl = z
  .string()
  .regex(/^postgres(?:ql)?:\/\/[^/\s]*\/[^/\s]+$/, 'is not the address of a Postgres database');

export function isSafe(typed: string): boolean {
  const url = URL.parse(typed);
  return url !== null && (url.protocol === 'https:' || isLoopback(url));
}

function isBare(typed: string): boolean {
  const url = URL.parse(typed);
  return url !== null && url.pathname === '/' && url.search === '' && url.hash === '';
}

function isOrigin(typed: string): boolean {
  return isWebAddress(typed) && isBare(typed);
}

/** Returns the host on which browsers may autofill a code. Browsers do so on https only. */
export function pageHostOf(frontendUrl: string): string | undefined {
  return frontendUrl.startsWith('https:') ? new URL(frontendUrl).host : undefined;
}
