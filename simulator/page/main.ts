import type { Snapshot } from '../control/snapshot.ts';
import { createControlsView } from './controls/controls-view.ts';
import { followSimulator } from './follow-simulator.ts';
import { createAddPhoneForm } from './phones/add-phone-form.ts';
import { createPhoneList } from './phones/phone-list.ts';
import { scriptSelect } from './phones/script-picker.ts';
import { simulatorClient as client } from './simulator-client.ts';
import { createTimelineView } from './timeline/timeline-view.ts';
import { announce, byId, setText, showText } from './ui/elements.ts';
import { createSound } from './ui/sound.ts';

const tickMs = 250;

function lookAgain() {
  return connection.lookAgain();
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
  changed: lookAgain,
  announce,
  ringing: (rings) => {
    byId('rings', HTMLElement).hidden = !rings;
  },
});
const timeline = createTimelineView(byId('timeline', HTMLElement));
const controls = createControlsView({ place: byId('controls', HTMLElement), client, changed: lookAgain });

const others = scriptSelect('default-script', async (defaultScript) => {
  await client.changeSettings({ defaultScript });
  lookAgain();
});
byId('default-script-place', HTMLElement).append(others);

const addPhone = createAddPhoneForm(async (number) => {
  const answer = await client.setPhone(number, 'manual');
  lookAgain();
  return answer;
});
byId('add-phone-place', HTMLElement).append(addPhone);

function showEmpty({ phones: all, pageUrl }: Snapshot) {
  byId('empty', HTMLElement).hidden = all.some(
    ({ messages, calls, lastCall }) => messages.length + calls.length > 0 || lastCall,
  );
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.visitor-page')) {
    link.hidden = pageUrl === undefined;
    if (pageUrl !== undefined) link.href = pageUrl;
  }
}

let simulatedNow = (): number => Date.now();

function keepTime({ now, speed }: Snapshot) {
  const [then, here] = [Date.parse(now), performance.now()];
  simulatedNow = () => then + (performance.now() - here) * speed;
}
setInterval(() => phones.tick(simulatedNow()), tickMs);

const connection = followSimulator(client, {
  onNewRun: timeline.startAnew,
  onEntries: timeline.add,
  onDesk: (desk) => {
    keepTime(desk);
    phones.show(desk);
    phones.tick(simulatedNow());
    controls.show(desk);
    showEmpty(desk);
    if (document.activeElement !== others) others.value = desk.settings.defaultScript;
    setText(byId('speed', HTMLElement), `${desk.speed}× speed`);
    showText(
      byId('more-phones', HTMLElement),
      desk.more > 0 ? `${desk.more} older phones are not shown.` : '',
    );
  },
  onState: (state) => {
    byId('lost', HTMLElement).hidden = state === 'connected';
    document.body.dataset.connection = state;
    setText(byId('connection', HTMLElement), state === 'connected' ? 'Connected' : 'Not connected');
    if (state === 'lost') sound.ring(false);
  },
});

startSectionSwitch((name) => {
  if (name === 'timeline') timeline.reveal();
});

const names = ['phones', 'timeline', 'controls'] as const;
export type SectionName = (typeof names)[number];

/** Which part of the page is shown; on a wide screen the phones always are, beside one of the others. */
export function startSectionSwitch(shown: (name: SectionName) => void): void {
  const show = (name: SectionName) => {
    document.body.dataset.section = name;
    for (const other of names)
      byId(`show-${other}`, HTMLButtonElement).setAttribute('aria-pressed', String(other === name));
    shown(name);
  };
  for (const name of names)
    byId(`show-${name}`, HTMLButtonElement).addEventListener('click', () => show(name));
  // A wide screen has no button for the phones, as they are always there.
  const wide = window.matchMedia('(min-width: 64rem)');
  const fit = () => {
    if (wide.matches && document.body.dataset.section === 'phones') show('timeline');
  };
  wide.addEventListener('change', fit);
  show('phones');
  fit();
}
