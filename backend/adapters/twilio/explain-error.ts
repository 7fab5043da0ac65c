import type { CarrierErrorClass, CarrierRefusal } from '../../ports/carrier/carrier-errors.ts';
import { errorTable } from './error-table.ts';

/**
 * What an error of the carrier means and what the deployer can do about it. A code that is not in the table is
 * explained by its HTTP status, because new codes appear without notice.
 */
export function explainError(code: string, httpStatus?: number): CarrierRefusal {
  const known = errorTable.get(code);
  if (known !== undefined) return { class: known.class, code, advice: known.advice };
  return { class: classOf(httpStatus), code, advice: adviceFor(code) };
}

function classOf(httpStatus: number | undefined): CarrierErrorClass {
  if (httpStatus === undefined || httpStatus >= 500) return 'unavailable';
  if (httpStatus === 401 || httpStatus === 404) return 'config';
  if (httpStatus === 403) return 'not-permitted';
  return httpStatus === 429 ? 'throttled' : 'application';
}

function adviceFor(code: string): string {
  return /^\d+$/.test(code)
    ? `Look the code up at https://www.twilio.com/docs/api/errors/${code} and in the Twilio Console under Monitor, Logs, Errors.`
    : 'Check that this server reaches the carrier (TWILIO_API_BASE_URL, network, DNS) and see https://status.twilio.com.';
}
