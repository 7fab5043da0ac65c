import { after } from 'node:test';
import { hostPage } from '../hosting/hosted-page.ts';
import { openStage } from '../support/stage.ts';

const hosting = hostPage();

after(async () => (await hosting).close());

/** A backend that demands a sign-in, for a page on another site. The files of this folder share it. */
export const stage = openStage({
  speed: 15,
  env: async () => {
    const { origin, url } = await hosting;
    return { REQUIRE_SIGN_IN: 'on', ALLOWED_ORIGINS: origin, FRONTEND_URL: url };
  },
});

/** Builds the page for the backend of the stage and returns its address. */
export async function publishPage(): Promise<string> {
  const { url, publish } = await hosting;
  await publish(stage.rehearsal.backendUrl);
  return url;
}
