import { complaint } from './complaint.ts';
import type { ConfigProblem, ReadValues } from './read-values.ts';

/** Google's captcha needs both of its keys; none at all is for somebody's desk only. */
export function checkCaptcha({ values, given }: ReadValues): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const site = given.has('RECAPTCHA_SITE_KEY');
  const secret = given.has('RECAPTCHA_SECRET_KEY');
  if (site && !secret) found.push(complaint('RECAPTCHA_SECRET_KEY', 'is missing beside RECAPTCHA_SITE_KEY'));
  if (secret && !site) found.push(complaint('RECAPTCHA_SITE_KEY', 'is missing beside RECAPTCHA_SECRET_KEY'));
  if (values.CAPTCHA === 'off' && values.NODE_ENV === 'production')
    found.push(complaint('CAPTCHA', 'is off, which leaves the form to bots'));
  return found;
}
