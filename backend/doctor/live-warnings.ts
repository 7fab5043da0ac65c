import type { SetupWarning } from '../../contract/health.ts';

export type LiveWarning = SetupWarning;

/** `means`: what goes wrong. `isFatal`: no visitor can be served until it is fixed. */
type WarningText = { title: string; means: string; fix: string; isFatal?: true };

/** What a running server notices: readiness, the dashboard and the doctor show these texts. */
export const liveWarnings: Record<LiveWarning, WarningText> = {
  'visitors-share-an-address': {
    title: 'All visitors share one rate limit',
    means: 'One visitor can use up the requests of all.',
    fix: 'Set TRUSTED_PROXIES to the proxy in front of this server.',
  },
  'webhooks-name-another-address': {
    title: 'The carrier calls another address than PUBLIC_BASE_URL',
    means: 'Calls ring, but nothing happens after pressing 1.',
    fix: 'Set PUBLIC_BASE_URL to the address that the carrier calls. The log names it.',
  },
  'business-opted-out': {
    title: 'A STOP in the name of the business stops its texts',
    means: 'The carrier sends the business no more missed-call messages.',
    fix: 'Text START to the calling number from the phone in NOTIFY_NUMBER. Without your STOP, its number was forged.',
  },
  'carrier-credentials-rejected': {
    title: 'The carrier rejects the credentials',
    means: 'No call and no text message leaves.',
    fix: 'Copy TWILIO_SID and TWILIO_AUTH_TOKEN again from the first page of the Twilio console, then restart.',
    isFatal: true,
  },
  'carrier-account-suspended': {
    title: 'The carrier account is suspended or closed',
    means: 'No call and no text message leaves.',
    fix: 'See the notices and the balance in the Twilio console.',
    isFatal: true,
  },
  'carrier-number-unusable': {
    title: 'TWILIO_NUMBER is not a number of the account that can call and text',
    means: 'No visitor can be served.',
    fix: 'Set TWILIO_NUMBER to a number of the account with voice and SMS, then restart.',
    isFatal: true,
  },
  'public-address-unreachable': {
    title: 'PUBLIC_BASE_URL does not reach this server',
    means: 'Calls ring, but nothing happens after pressing 1.',
    fix: 'Check the tunnel or proxy in front of this server; the log says what was found.',
  },
  'spending-cap-half-used': {
    title: 'Half of a spending cap is used',
    means: 'Visitors are refused when the cap is reached.',
    fix: 'Check whether the latest requests come from real visitors. The log names the cap.',
  },
  'spending-cap-80-percent-used': {
    title: '80 percent of a spending cap are used',
    means: 'Visitors are refused when the cap is reached.',
    fix: 'Raise the cap that the log names if these are real visitors. Otherwise block the client.',
  },
  'spending-cap-reached': {
    title: 'A spending cap is reached, so visitors are refused',
    means: 'Visitors are refused.',
    fix: 'Raise the cap that the log names, or wait for the next hour or day.',
  },
};
