/** Acts at a simulated phone: answers, declines, hangs up or presses keys. */
export async function actAtPhone(
  simulatorUrl: string,
  number: string,
  action: 'answer' | 'decline' | 'hangup' | { press: string },
): Promise<void> {
  const what = typeof action === 'string' ? { action } : { action: 'press', digits: action.press };
  const response = await fetch(`${simulatorUrl}/simulator/phones/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number, ...what }),
  });
  if (!response.ok) throw new Error(`The phone could not ${JSON.stringify(what)}: ${await response.text()}`);
}
