/**
 * Exchanges of rural carriers that live on high termination fees, with conference and chat lines behind them ("access
 * stimulation"). Source: the public dial-in numbers of such services, at carriers that the FCC's Access Arbitrage Order
 * is about (FCC 19-94, https://docs.fcc.gov/public/attachments/FCC-19-94A1.pdf). Whole area codes are not refused: most
 * of their numbers are ordinary phones. Prices change, so BLOCKED_NUMBERS takes more.
 */
const highCostExchanges = new Set([
  '218862',
  ...['605475', '605477', '605562'],
  '641715',
  ...['712432', '712451', '712770', '712775', '712832'],
]);

/**
 * Whether the receiver earns from a call to this number (E.164), although its numbering plan calls it ordinary. In
 * every area of +1, exchange 976 is pay-per-call and 555-1212 is directory assistance:
 * https://www.nationalnanpa.com/number_resource_info/555_numbers.html
 */
export function isPayPerCall(e164: string): boolean {
  const [, area = '', exchange = '', line = ''] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164) ?? [];
  if (area === '') return false;
  if (exchange === '976' || (exchange === '555' && line === '1212')) return true;
  return highCostExchanges.has(`${area}${exchange}`);
}
