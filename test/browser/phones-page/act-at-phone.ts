/** Makes a simulated phone answer, decline, hang up or press keys. */
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
