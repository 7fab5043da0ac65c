// The page loads this file before the first click, so it has no imports and stays small.

const apps = [
  ['Instagram', /Instagram/],
  ['Messenger', /MessengerForiOS|Orca-Android/],
  ['Facebook', /FBAN|FBAV|FB_IAB/],
  ['TikTok', /TikTok|musical_ly|BytedanceWebview|\btrill/i],
  ['LinkedIn', /LinkedInApp/],
  ['Threads', /Barcelona/],
  ['Snapchat', /Snapchat/],
  ['Pinterest', /Pinterest\//],
  ['X', /Twitter for/],
  ['WeChat', /MicroMessenger/],
  ['LINE', /\bLine\//],
  ['', /; wv\)/],
] as const;

/** Returns the app whose built-in browser sent this user agent ('' for an unknown one); undefined for a browser. */
export function inAppBrowser(userAgent: string): string | undefined {
  return apps.find(([, pattern]) => pattern.test(userAgent))?.[0];
}

/**
 * Returns the providers that let people sign in with this browser. Google refuses browsers inside apps:
 * https://developers.google.com/identity/protocols/oauth2/policies#browsers
 */
export function usableProviders(providers: readonly string[], userAgent: string): string[] {
  const isInApp = inAppBrowser(userAgent) !== undefined;
  return providers.filter((provider) => !(isInApp && provider === 'google'));
}
