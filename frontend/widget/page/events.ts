/** What the widget tells the page about, as `callback:open` for example. */
export type WidgetEvent =
  | 'ready'
  | 'open'
  | 'requested'
  | 'verified'
  | 'ringing'
  | 'connected'
  | 'completed'
  | 'missed'
  | 'closed'
  | 'error';

/** Facts of an event. They name no person, no number and no callback. */
export type WidgetEventDetail = { outcome?: string; reason?: string };

/** Tells the page, also by `CallbackWidget.on`. */
export function tellPage(event: WidgetEvent, detail: WidgetEventDetail = {}): void {
  document.dispatchEvent(new CustomEvent(`callback:${event}`, { detail }));
}

/** Calls `listener` for an event. Returns a function that stops it. */
export function listen(event: string, listener: (detail: WidgetEventDetail) => void): () => void {
  const name = `callback:${event}`;
  const hear = (told: Event) => listener(told instanceof CustomEvent ? told.detail : {});
  document.addEventListener(name, hear);
  return () => document.removeEventListener(name, hear);
}
