import { tellPage } from '../page/events.ts';
import type { DiagnosisModule } from '../page/form-contract.ts';
import { tellNotLoaded, tellOwner } from '../page/tell-owner.ts';
import { findScript, readSettings } from './script-settings.ts';
import { runQueue, startWidget } from './widget.ts';

declare global {
  interface Window {
    /** The widget, or the actions that wait for it: `(window.CallbackWidget ||= []).push(['open'])`. */
    CallbackWidget?: object | unknown[];
  }
}

function main(): void {
  const waiting = window.CallbackWidget;
  const script = findScript();
  // The page includes the script twice, or runs it again after it has replaced its body.
  if (waiting !== undefined && !Array.isArray(waiting)) return;
  if (script === undefined) {
    tellOwner('widget.js does not find its script element. Include it by its address.');
    return;
  }
  const settings = readSettings(script);
  const widget = startWidget(settings);
  window.CallbackWidget = Object.assign(widget, {
    push: (...actions: unknown[]) => runQueue(widget, actions),
  });
  runQueue(widget, waiting);
  tellPage('ready');
  if (new URLSearchParams(location.search).has('callback-diagnose'))
    diagnose(settings.base).catch(() => tellNotLoaded(settings.base));
}

async function diagnose(base: string): Promise<void> {
  const { showDiagnosis } = (await import(
    /* @vite-ignore */ `${base}widget/diagnosis.js`
  )) as DiagnosisModule;
  await showDiagnosis(base);
}

// A failure of the widget never becomes one of the page.
try {
  main();
} catch (error) {
  tellOwner(String(error));
}
