import { effect, signal } from '@preact/signals';

/** How one browser shows the dashboard. Nothing here is about a person. */
const defaults = {
  theme: 'system' as 'system' | 'light' | 'dark',
  density: 'comfortable' as 'comfortable' | 'compact',
  /** WCAG 2.1.4: shortcuts of one letter can be switched off. */
  singleKeys: true,
  sound: false,
  notifications: false,
  live: true,
};

export type Settings = typeof defaults;

const key = 'dashboard-settings';

export const settings = signal<Settings>(readSettings());

export function changeSettings(change: Partial<Settings>): void {
  settings.value = { ...settings.value, ...change };
}

/** Applies the settings to the document and keeps them for the next visit. */
export function applySettings(): void {
  effect(() => {
    const { theme, density } = settings.value;
    const { dataset } = document.documentElement;
    dataset.theme = theme;
    dataset.density = density;
    try {
      localStorage.setItem(key, JSON.stringify(settings.value));
    } catch {
      // A browser without storage shows the defaults at the next visit.
    }
  });
}

function readSettings(): Settings {
  try {
    return { ...defaults, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    return defaults;
  }
}
