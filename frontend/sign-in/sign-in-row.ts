import type { SiteInfo } from '../../contract/site.ts';
import type { BackendFinder } from '../api/find-backend.ts';
import { tryStorage } from '../api/tab-storage.ts';
import { visitorSession } from '../api/visitor-session.ts';
import { element, showText } from '../dom/elements.ts';
import { words } from '../words/page.ts';
import type { SignInReturn } from './sign-in-return.ts';

type SignIn = ReturnType<typeof import('./sign-in.ts').createSignIn>;

export type SignInRow = ReturnType<typeof createSignInRow>;

/** The line above the form that says who has signed in. What signing in needs is loaded when somebody does. */
export function createSignInRow(backend: BackendFinder) {
  const row = element('sign-in', HTMLElement);
  const button = element('sign-in-button', HTMLButtonElement);
  let offered: SiteInfo['sign_in'] = { required: false, providers: [] };

  let loaded: SignIn | undefined;

  async function load(): Promise<SignIn> {
    const { createSignIn } = await import('./sign-in.ts');
    loaded ??= createSignIn(backend);
    return loaded;
  }

  function show(): void {
    const session = visitorSession.read();
    const { required, signedOut, signedIn, signIn, signOut } = words.signIn;
    const text = offered.required ? required : signedOut;
    showText(
      element('sign-in-text', HTMLElement),
      session === undefined ? text : signedIn(session.profile.name ?? ''),
    );
    showText(button, session === undefined ? signIn : signOut);
    row.dataset.state = offered.providers.length > 0 ? 'known' : 'none';
  }

  async function open(): Promise<void> {
    (await load()).open(offered.providers);
  }

  button.addEventListener('click', async () => {
    if (visitorSession.read() === undefined) await open();
    else await (await load()).leave();
  });
  visitorSession.onChange(show);

  return {
    offer(next: SiteInfo['sign_in']): void {
      offered = next;
      show();
    },
    /** Goes on where the provider sent the visitor back to. */
    async arrive(arrival: SignInReturn): Promise<void> {
      await (await load()).arrive(arrival);
    },
    /** Goes on where the visitor was when the browser threw the page away, as phones do to what is out of sight. */
    async resume(): Promise<void> {
      if (tryStorage(() => sessionStorage.getItem('whatsapp')) !== null) (await load()).resume();
    },
    isMissing: () => offered.required && visitorSession.read() === undefined,
    open,
  };
}
