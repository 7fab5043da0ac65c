import { inAppBrowser, usableProviders } from '../../contract/in-app-browser.ts';
import type { SiteInfo } from '../../contract/site.ts';
import { fill } from '../../languages/fill.ts';
import type { BackendFinder } from '../api/find-backend.ts';
import { visitorSession } from '../api/visitor-session.ts';
import { element, showText } from '../dom/elements.ts';
import { loadFollowWords, loadRareWords } from '../dom/load-words.ts';
import { words } from '../words/page.ts';
import { isFormSaved } from './saved-form.ts';
import type { SignInReturn } from './sign-in-return.ts';

type SignIn = ReturnType<typeof import('./sign-in.ts').createSignIn>;

export type SignInRow = ReturnType<typeof createSignInRow>;

/** The line above the form that shows who is signed in. Loads the sign-in code when the visitor starts. */
export function createSignInRow(backend: BackendFinder) {
  const row = element('sign-in', HTMLElement);
  const button = element('sign-in-button', HTMLButtonElement);
  let offered: SiteInfo['sign_in'] = { required: false, providers: [] };

  let loaded: SignIn | undefined;

  async function load(): Promise<SignIn> {
    const script = import('./sign-in.ts');
    const [{ createSignIn }] = await Promise.all([script, loadFollowWords(), loadRareWords()]);
    loaded ??= createSignIn(backend);
    return loaded;
  }

  function show(): void {
    const session = visitorSession.read();
    const usable = usableProviders(offered.providers, navigator.userAgent);
    const { required, signedOut, signIn, signOut } = words.signIn;
    const text = offered.required ? required : signedOut;
    showText(
      element('sign-in-text', HTMLElement),
      session === undefined ? text : signedInAs(session.profile.name ?? ''),
    );
    showText(button, session === undefined ? signIn : signOut);
    row.dataset.state = usable.length > 0 ? 'known' : 'none';
    const app = inAppBrowser(navigator.userAgent);
    const isBlocked = session === undefined && usable.length < offered.providers.length;
    showText(element('in-app', HTMLElement), isBlocked ? blockedIn(app ?? '') : '');
  }

  async function open(): Promise<void> {
    const notice = element('in-app', HTMLElement);
    if (row.dataset.state === 'none' && !notice.hidden) return notice.focus();
    (await load()).open(usableProviders(offered.providers, navigator.userAgent));
  }

  button.addEventListener('click', async () => {
    if (visitorSession.read() === undefined) await open();
    else await (await load()).signOut();
  });
  visitorSession.onChange(show);

  return {
    offer(next: SiteInfo['sign_in']): void {
      offered = next;
      show();
    },
    /** Finishes a sign-in after the provider sent the visitor back. */
    async finish(signInReturn: SignInReturn): Promise<void> {
      await (await load()).finish(signInReturn);
    },
    /** Resumes a WhatsApp sign-in after the browser discarded the page, as phones do in the background. */
    async resume(): Promise<void> {
      if (isFormSaved('whatsapp')) (await load()).resume();
    },
    isRequired: () => offered.required && visitorSession.read() === undefined,
    open,
  };
}

function signedInAs(name: string): string {
  return name === '' ? words.signIn.signedIn : fill(words.signIn.signedInAs, { name });
}

function blockedIn(app: string): string {
  return app === '' ? words.signIn.inThisApp : fill(words.signIn.inApp, { app });
}
