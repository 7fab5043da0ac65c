/** The views stand on their own page, or in a shadow root on another website. There is one form on a page. */
let root: Document | ShadowRoot = document;
/** Carries the language, the direction and the brand's colours. */
let top: HTMLElement = document.documentElement;

/** Moves all views into the host's shadow root. To be called before a view is created. */
export function mountViews(host: HTMLElement, shadow: ShadowRoot): void {
  root = shadow;
  top = host;
}

export function viewRoot(): Document | ShadowRoot {
  return root;
}

export function viewTop(): HTMLElement {
  return top;
}

/** Sets the page's title. Another website keeps its own. */
export function showTitle(title: string): void {
  if (root === document) document.title = title;
}

/** Another website is scrolled only as far as the views need. */
export function scrollToTop(): void {
  if (root === document) window.scrollTo({ top: 0 });
  else top.scrollIntoView({ block: 'nearest' });
}

/** The focused element of the views; undefined when the focus is elsewhere. */
export function focusedView(): Element | undefined {
  const focused = root.activeElement;
  return focused === null || focused === document.body ? undefined : focused;
}
