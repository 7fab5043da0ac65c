import type { Snapshot } from '../control/snapshot.ts';
import { createControlsView } from './controls/controls-view.ts';
import { followSimulator } from './follow-simulator.ts';
import { createAddPhoneForm } from './phones/add-phone-form.ts';
import { createPhoneList } from './phones/phone-list.ts';
import { scriptSelect } from './phones/script-picker.ts';
import { createStoryView } from './phones/story-view.ts';
import { simulatorClient as client } from './simulator-client.ts';
import { createTimelineView } from './timeline/timeline-view.ts';
import { announce, byId, setText, showText } from './ui/elements.ts';
import { startSectionSwitch } from './ui/sections.ts';
import { createSound } from './ui/sound.ts';

const tickMs = 250;

function refresh(): void {
  following.refresh();
}

const sound = createSound();
const soundButton = byId('sound', HTMLButtonElement);
soundButton.addEventListener('click', () => {
  sound.toggle();
  soundButton.setAttribute('aria-pressed', String(sound.isOn()));
  setText(soundButton, sound.isOn() ? 'Turn sound off' : 'Turn sound on');
});

const phones = createPhoneList({
  place: byId('phone-list', HTMLElement),
  client,
  sound,
  onChanged: refresh,
  announce,
  onRinging: (isRinging) => {
    byId('rings', HTMLElement).hidden = !isRinging;
  },
});
const timeline = createTimelineView(byId('timeline', HTMLElement));
const controls = createControlsView({ place: byId('controls', HTMLElement), client, onChanged: refresh });

const defaultScriptSelect = scriptSelect('default-script', async (defaultScript) => {
  await client.changeSettings({ defaultScript });
  refresh();
});
byId('default-script-place', HTMLElement).append(defaultScriptSelect);

const story = createStoryView(async () => {
  const answer = await client.playStory();
  refresh();
  return answer;
});
byId('story-place', HTMLElement).append(story.element);

const addPhone = createAddPhoneForm(async (number) => {
  const answer = await client.setPhone(number, 'manual');
  refresh();
  return answer;
});
byId('add-phone-place', HTMLElement).append(addPhone);

function showEmpty({ phones: all, pageUrl }: Snapshot): void {
  byId('empty', HTMLElement).hidden = all.some(
    ({ messages, calls, lastCall }) => messages.length + calls.length > 0 || lastCall,
  );
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.visitor-page')) {
    link.hidden = pageUrl === undefined;
    if (pageUrl !== undefined) link.href = pageUrl;
  }
}

let simulatedNow = (): number => Date.now();

function setClock({ now, speed }: Snapshot): void {
  const [simulatedStart, localStart] = [Date.parse(now), performance.now()];
  simulatedNow = () => simulatedStart + (performance.now() - localStart) * speed;
}
setInterval(() => phones.tick(simulatedNow()), tickMs);

const following = followSimulator(client, {
  onNewRun: timeline.startAnew,
  onEntries: timeline.add,
  onSnapshot: (snapshot) => {
    setClock(snapshot);
    phones.show(snapshot);
    phones.tick(simulatedNow());
    controls.show(snapshot);
    showEmpty(snapshot);
    story.show(snapshot.story);
    timeline.showCharges(snapshot.charged);
    if (document.activeElement !== defaultScriptSelect)
      defaultScriptSelect.value = snapshot.settings.defaultScript;
    setText(byId('speed', HTMLElement), `${snapshot.speed}× speed`);
    showText(
      byId('more-phones', HTMLElement),
      snapshot.more > 0 ? `${snapshot.more} older phones are not shown.` : '',
    );
  },
  onConnection: (state) => {
    byId('lost', HTMLElement).hidden = state === 'connected';
    document.body.dataset.connection = state;
    setText(byId('connection', HTMLElement), state === 'connected' ? 'Connected' : 'Not connected');
    if (state === 'lost') sound.ring(false);
  },
});

startSectionSwitch((name) => {
  if (name === 'timeline') timeline.scrollToEnd();
});
