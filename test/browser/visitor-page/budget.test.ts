import { openStage } from '../support/stage.ts';

const stage = openStage({ speed: 15, env: async () => ({ MAX_CALLS_PER_DAY: '1' }) });

stage.test('with the daily calls used up, visitors read so before and after their code', async (t) => {
  const first = await stage.visitor(t);
  const second = await stage.visitor(t);
  const third = await stage.visitor(t);
  await first.ask();
  await second.ask();
  await first.field.fill(await first.code());
  await first.page.locator('#status-view').waitFor();
  await second.field.fill(await second.code());
  await second.sees('We can’t make more calls right now');
  await second.reads(/We have your details/);
  await third.fillForm();
  await third.page.locator('#request-button').click();
  await third.reads(/we can’t take more requests right now\./);
});
