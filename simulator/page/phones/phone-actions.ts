import type { PhoneSnapshot } from '../../control/snapshot.ts';
import type { PhoneScript } from '../../phone/scripts.ts';
import type { Answer, PhoneAct, SimulatorClient, Written } from '../simulator-client.ts';

/** What a person does at one phone. Each resolves when the simulator has it; nothing rejects. */
export type PhoneActions = {
  act(act: PhoneAct): Promise<Answer>;
  call(to: string): Promise<Answer>;
  text(to: string, written: Written): Promise<Answer>;
  play(script: PhoneScript): Promise<Answer>;
};

/**
 * Actions at one number, carried out in the order they were asked for. Whoever touches a phone has it in hand:
 * it leaves its script first, and stays out of it.
 * @param said told what went wrong, or an empty text when nothing did
 */
export function createPhoneActions({
  client,
  phone,
  said,
}: {
  client: SimulatorClient;
  phone: () => PhoneSnapshot;
  said: (detail: string) => void;
}): PhoneActions {
  let last: Promise<unknown> = Promise.resolve();
  let inHand = false;

  const inTurn = (run: () => Promise<Answer>): Promise<Answer> => {
    const turn = last.then(run);
    last = turn;
    void turn.then((answer) => said(answer.ok ? '' : answer.detail));
    return turn;
  };

  const byHand = (run: () => Promise<Answer>) =>
    inTurn(async () => {
      if (!inHand || phone().script !== 'manual') {
        const taken = await client.setPhone(phone().number, 'manual');
        if (!taken.ok) return taken;
        inHand = true;
      }
      return run();
    });

  return {
    act: (act) => byHand(() => client.act(phone().number, act)),
    call: (to) => byHand(() => client.call({ from: phone().number, to })),
    text: (to, written) => inTurn(() => client.text({ from: phone().number, to, ...written })),
    play: (script) => inTurn(() => client.setPhone(phone().number, script)),
  };
}
