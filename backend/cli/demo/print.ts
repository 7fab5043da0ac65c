import colours from 'picocolors';
import type { Ending, ReportEvent } from './play-scenario.ts';

/** Returns a printer of timeline lines. A sentence that stays true through several steps is printed once. */
export function createPrinter(): ReportEvent {
  let lastStatusSentence = '';
  return ({ ms, what, status }) => {
    if (what === lastStatusSentence) return;
    if (status !== undefined) lastStatusSentence = what;
    console.log(`  ${colours.dim(`${(ms / 1000).toFixed(1).padStart(6)} s`)}  ${what}`);
  };
}

export function printEnding({ as_named, status, outcome, calls_placed, sms_to_business }: Ending): void {
  const mark = as_named ? colours.green('✓') : colours.red('✗');
  const result = `${status}${outcome === null ? '' : ` / ${outcome}`}`;
  console.log(
    `  ${mark} ${colours.bold(result)}; calls placed ${calls_placed}, text messages to the business ${sms_to_business}`,
  );
}

export function printTotal(asNamed: number, played: number): void {
  const mark = asNamed === played ? colours.green('✓') : colours.red('✗');
  console.log(`\n${mark} ${colours.bold(`${asNamed} of ${played}`)} callbacks ended as expected`);
}
