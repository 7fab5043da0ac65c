import '../../styles/pages.css';
import type { ComponentChildren } from 'preact';
import { allowNotifications, playTwoTones } from '../../flow/alarm.ts';
import { changeSettings, type Settings, settings } from '../../state/settings.ts';
import { showToast } from '../../state/toasts.ts';
import { SecondFactor } from './second-factor.tsx';

/** How you sign in, and how this browser shows the dashboard. */
export function SettingsPage() {
  const { theme, density, singleKeys, sound, notifications, live } = settings.value;
  return (
    <>
      <h1>Settings</h1>
      <SecondFactor />
      <h2>This browser</h2>
      <div class="settings">
        <Choice
          label="Theme"
          value={theme}
          options={{ system: 'As the system', light: 'Light', dark: 'Dark' }}
          onChange={(value) => changeSettings({ theme: value as Settings['theme'] })}
        />
        <Choice
          label="Rows"
          value={density}
          options={{ comfortable: 'Comfortable', compact: 'Compact' }}
          onChange={(value) => changeSettings({ density: value as Settings['density'] })}
        />
        <Check label="Live updates" isOn={live} onChange={(isOn) => changeSettings({ live: isOn })}>
          A hidden tab rests, unless you ask below to be told of missed calls.
        </Check>
        <Check
          label="Sound when a call is missed"
          isOn={sound}
          onChange={(isOn) => {
            changeSettings({ sound: isOn });
            if (isOn) playTwoTones();
          }}
        />
        <Check
          label="Browser notice when a call is missed"
          isOn={notifications}
          onChange={(isOn) => void changeNotifications(isOn)}
        >
          It names the reference, not the person.
        </Check>
        <Check
          label="Shortcuts of a single letter"
          isOn={singleKeys}
          onChange={(isOn) => changeSettings({ singleKeys: isOn })}
        >
          Switch them off if you speak to your computer.
        </Check>
      </div>
    </>
  );
}

async function changeNotifications(isOn: boolean): Promise<void> {
  const isAllowed = !isOn || (await allowNotifications());
  changeSettings({ notifications: isOn && isAllowed });
  if (!isAllowed) showToast({ kind: 'error', text: 'The browser does not allow notices of this page.' });
}

function Choice(props: {
  label: string;
  value: string;
  options: Record<string, string>;
  onChange: (value: string) => void;
}) {
  return (
    <label class="setting">
      <span>{props.label}</span>
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {Object.entries(props.options).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function Check(props: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children?: ComponentChildren;
}) {
  return (
    <label class="setting">
      <span>
        {props.label}
        {props.children !== undefined && <small class="muted">{props.children}</small>}
      </span>
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
