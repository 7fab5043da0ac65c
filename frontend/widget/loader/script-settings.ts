/** What the owner sets by `data-*` attributes of the script element. */
export type ScriptSettings = {
  /** Address of the folder that holds the widget's files, with a slash at the end. */
  base: string;
  label: string;
  position: Position;
  /** Distance of the button from the edges (px). */
  offset: number;
  /** The button's colour, such as `#1d5fd1`; undefined for the widget's own. */
  color: string | undefined;
  hasIcon: boolean;
  /** `hide` asks the server at the start whether the business is open. */
  whenClosed: 'offer' | 'hide';
  /** Links to phone numbers open the form instead. */
  takesPhoneLinks: boolean;
};

const positions = ['bottom-right', 'bottom-left', 'top-right', 'top-left', 'none'] as const;
type Position = (typeof positions)[number];

/** The names under which a page includes the script. */
const scriptPath = /widget(?:\/v1)?\.js$/;

/**
 * Finds the script's own element. `document.currentScript` is null where an optimiser such as Rocket Loader, or a tag
 * manager, runs the script.
 */
export function findScript(): HTMLScriptElement | undefined {
  const current = document.currentScript;
  if (current instanceof HTMLScriptElement && isOurs(current)) return current;
  return [...document.scripts].find(isOurs);
}

function isOurs({ src }: HTMLScriptElement): boolean {
  return scriptPath.test(withoutQuery(src));
}

function withoutQuery(address: string): string {
  return address.replace(/[?#].*/, '');
}

export function readSettings({ src, dataset }: HTMLScriptElement): ScriptSettings {
  const offset = Number(dataset.offset ?? 20);
  return {
    base: withoutQuery(src).replace(scriptPath, ''),
    label: dataset.label ?? 'Call me back',
    position: positions.find((position) => position === dataset.position) ?? 'bottom-right',
    offset: offset >= 0 ? offset : 20,
    color: readColor(dataset.color),
    hasIcon: dataset.icon !== 'none',
    whenClosed: dataset.closed === 'hide' ? 'hide' : 'offer',
    takesPhoneLinks: 'telLinks' in dataset,
  };
}

export function readColor(value = ''): string | undefined {
  return /^#[0-9a-f]{6}$/i.test(value) ? value : undefined;
}
