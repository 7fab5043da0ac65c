import { setTimeout as sleep } from 'node:timers/promises';

/** WhatsApp on a simulated phone. */
export function createChat({ simulatorUrl, to, phone }: { simulatorUrl: string; to: string; phone: string }) {
  async function answers(): Promise<string[]> {
    const response = await fetch(
      `${simulatorUrl}/simulator/messages?to=${encodeURIComponent(`whatsapp:${phone}`)}`,
    );
    const { messages } = (await response.json()) as { messages: { body: string }[] };
    return messages.map(({ body }) => body);
  }

  return {
    answers,
    /** Sends a message and returns the answer. */
    async write(body: string, profileName: string): Promise<string> {
      const { length } = await answers();
      await fetch(`${simulatorUrl}/simulator/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from: phone, to, body, channel: 'whatsapp', profileName }),
      });
      for (let tries = 0; tries < 400; tries += 1) {
        const answer = (await answers())[length];
        if (answer !== undefined) return answer;
        await sleep(25);
      }
      throw new Error('Nothing came back in the chat.');
    },
  };
}

/** Returns the code in a chat answer, with its space. */
export function digitsIn(answer: string): string {
  return /\d{3} \d{3}/.exec(answer)?.[0] ?? '';
}

/** Returns six other digits. */
export function otherDigits(digits: string, step = 1): string {
  const number = Number(digits.replace(/\D/g, ''));
  return String((number + step) % 1_000_000).padStart(6, '0');
}
