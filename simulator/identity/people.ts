/** A person to sign in as, or an error to simulate. */
export type Choice =
  | { id: string; label: string; claims: { name: string; email?: string } }
  | { id: string; label: string; error: 'access_denied' | 'temporarily_unavailable' };

/** All people are fictional. */
export const choices: readonly Choice[] = [
  { id: 'ada', label: 'Ada Example', claims: { name: 'Ada Example', email: 'ada@example.com' } },
  { id: 'zoe', label: 'Zoë Núñez', claims: { name: 'Zoë Núñez', email: 'zoe@example.com' } },
  { id: 'sam', label: 'Sam Sample, who shares no email', claims: { name: 'Sam Sample' } },
  { id: 'decline', label: 'A person who declines', error: 'access_denied' },
  { id: 'down', label: 'Error: the provider is down', error: 'temporarily_unavailable' },
];

const style = `
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 3rem auto; padding: 0 1rem; }
  h1 { font-size: 1.4rem; }
  button { display: block; width: 100%; margin: 0.6rem 0; padding: 0.8rem 1rem; font: inherit; text-align: left;
    border: 1px solid; border-radius: 0.5rem; background: none; color: inherit; cursor: pointer; }
  button:hover, button:focus-visible { outline: 3px solid; outline-offset: 2px; }
`;

/** Renders the page on which to choose a person. `action` is the address of the form and the only variable part. */
export function peoplePage(action: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo sign-in</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Sign in as a fictional person</h1>
<p>This is the simulator's own identity provider. The callback page receives the name of the person you choose, and the email if there is one.</p>
<form method="post" action="${action}">
${choices.map(({ id, label }) => `<button name="choice" value="${id}">${label}</button>`).join('\n')}
</form>
</main>
</body>
</html>
`;
}
