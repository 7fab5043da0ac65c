import { tellOwner } from '../page/tell-owner.ts';
import { findFaults } from './find-faults.ts';
import { showReport } from './show-report.ts';

/** Says on the page, and in the console, what keeps the widget from working here. */
export async function showDiagnosis(base: string): Promise<void> {
  const findings = await findFaults(base);
  for (const { isWell, what, fix } of findings)
    tellOwner(`${isWell ? 'ok' : 'FAULT'}: ${what}${fix === '' ? '' : ` ${fix}`}`, 'info');
  showReport(findings);
}
